/* Generate: the mask goes up first, where the chosen model takes one, then the form with its id. */
import { on } from "../parts/dom.js";
import { maskFile } from "./export.js";
import { afterRun } from "./keep.js";
import { toast } from "../parts/toast.js";

const sent = { edition: -1, id: "" }; // what was sent last, so that the same mask travels once

function chosenTakesMask(form) {
  return form.querySelector("[name=choice]:checked")?.hasAttribute("data-takes-mask");
}

/** The id of the mask as it stands; throws with a sentence where it was not taken. */
async function stored(desk) {
  if (sent.edition === desk.edition) return sent.id;
  const edition = desk.edition;
  const body = new FormData();
  body.append("mask", await maskFile(desk.board, desk.feather()), "mask.png");
  body.append("of", desk.stage.dataset.image);
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(desk.stage.dataset.upload, { method: "POST", body, headers });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.detail || told.error || String(answer.status));
  Object.assign(sent, { edition, id: told.id });
  const here = new URL(location.href);
  here.searchParams.set("mask", told.id);
  history.replaceState(history.state, "", here);
  return told.id;
}

export function wireSend(desk) {
  let sending = false;
  on("htmx:confirm", "#edit-form", async (event, form) => {
    if (event.target !== form || event.detail.elt !== form) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    form.setAttribute("aria-busy", "true");
    try {
      desk.count();
      form.elements.mask.value = chosenTakesMask(form) && desk.share ? await stored(desk) : "";
      event.detail.issueRequest(true);
    } catch (error) {
      toast(`${desk.stage.dataset.notTaken} ${error.message}`, { failed: true });
    } finally {
      sending = false;
      form.removeAttribute("aria-busy");
    }
  });
  document.addEventListener("run-started", (event) => {
    document.querySelector("#edit-form [name=key]").value = event.detail.key;
    for (const error of document.querySelectorAll("#edit-form .error")) error.remove();
    afterRun(desk);
  });
  document.addEventListener("keydown", (event) => {
    const go = document.getElementById("edit-go");
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !go || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (!go.disabled) go.form.requestSubmit();
  });
}
