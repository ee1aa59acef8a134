/* A file dropped on the page gives back its recipe: at once on a wall, by an offer where it becomes a reference. */
import { toast } from "./toast.js";

const recoverDialog = document.getElementById("recovered");

/** The recipe as a fragment; "" where the file carries none, null where it could not be asked. */
async function askRecipe(file) {
  const body = new FormData();
  body.append("file", file);
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "X-Fragment": "1" };
  const answer = await fetch(recoverDialog.dataset.recover, { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok) return null;
  return answer.status === 204 ? "" : answer.text();
}

function showRecipe(html) {
  recoverDialog.querySelector(".body").innerHTML = html;
  recoverDialog.showModal();
}

async function recoverFrom(files, { offer }) {
  const file = [...files].find((one) => /^image\/(png|jpeg|webp)$/.test(one.type));
  const html = file ? await askRecipe(file) : "";
  if (html && offer) toast(recoverDialog.dataset.found, { undo: () => showRecipe(html), label: recoverDialog.dataset.show });
  else if (html) showRecipe(html);
  else if (!offer) toast(recoverDialog.dataset.none);
}

addEventListener("drop", (event) => {
  if (!recoverDialog || !event.dataTransfer?.files.length || event.target.closest?.("[data-drop]")) return;
  event.preventDefault();
  recoverFrom(event.dataTransfer.files, { offer: Boolean(document.getElementById("tray")) });
});
addEventListener("dragover", (event) => {
  if (recoverDialog && event.dataTransfer?.types.includes("Files")) event.preventDefault();
});
