/* The tray: files by choosing, dropping and pasting, pictures from the gallery. */
import { all, announce, on, word } from "../parts/dom.js";
import { prompt, redraw } from "./composer.js";
import { list, takenOut, tray } from "./reference-order.js";
import { toast } from "../parts/toast.js";

const TYPES = /^image\/(png|jpeg|webp|avif|gif)$/;

function room() {
  return Number(tray().dataset.max) - list().children.length;
}

function token() {
  return document.querySelector("#composer [name=csrfmiddlewaretoken]").value;
}

/** Puts the places that a response holds into the tray; says what was refused. */
function take(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  for (const bad of all(box.content, "[data-error]")) toast(bad.dataset.error, { failed: true });
  for (const place of all(box.content, ".ref")) {
    if (!list().querySelector(`[data-id="${place.dataset.id}"]`)) list().append(place);
  }
  announce(word("references", { n: list().children.length }));
  redraw();
}

/** Names the files that find no room: three of them, and how many more. */
function leftOut(files) {
  const names = files.slice(0, 3).map((file) => file.name).join(", ");
  return word(files.length > 3 ? "leftOutMore" : "leftOut", { names, n: files.length - 3 });
}

/** Uploads what may be sent; the rest is refused here, before it travels. */
async function upload(files) {
  if (!tray() || Number(tray().dataset.max) === 0) return toast(tray()?.dataset.limits || "", { failed: true });
  const most = Number(tray().dataset.bytes);
  const fits = [...files].filter((file) => TYPES.test(file.type) && file.size <= most);
  if (fits.length < files.length) toast(word("kinds", { most: most >> 20 }), { failed: true });
  if (fits.length > room()) toast(`${tray().dataset.limits} ${leftOut(fits.slice(room()))}`, { failed: true });
  const body = new FormData();
  fits.slice(0, room()).forEach((file) => body.append("files", file));
  if (!body.has("files")) return undefined;
  return ask(tray().dataset.upload, { method: "POST", body, headers: { "X-CSRFToken": token() } });
}

async function ask(address, options) {
  const add = tray().querySelector(".add-ref");
  add?.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, options);
    if (response.ok || response.status === 422) take(await response.text());
    else toast(word("notTaken", { status: response.status }), { failed: true });
  } catch {
    toast(word("notSent"), { failed: true });
  } finally {
    document.querySelector(".add-ref")?.removeAttribute("aria-busy");
  }
}

on("change", "[data-reference-files]", (event, input) => {
  event.stopPropagation();
  document.getElementById("add-reference").hidePopover();
  upload(input.files).then(() => { input.value = ""; });
});
on("paste", "#composer", (event) => {
  if (event.clipboardData.files.length) event.preventDefault();
  if (event.clipboardData.files.length) upload(event.clipboardData.files);
});
addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files") || !tray()) return;
  event.preventDefault();
  document.querySelector("[data-composer]").classList.add("dropping");
});
for (const end of ["drop", "dragend", "dragleave"]) {
  addEventListener(end, (event) => {
    if (end === "dragleave" && event.relatedTarget) return;
    document.querySelector("[data-composer]")?.classList.remove("dropping");
    if (end !== "drop" || !event.dataTransfer.files.length || !tray()) return;
    event.preventDefault();
    upload(event.dataTransfer.files);
  });
}

on("click", ".ref .out, .remix-of .out", (event, button) => {
  event.preventDefault();
  const place = button.closest(".ref, .chip");
  const next = place.matches(".ref") && (place.nextElementSibling || place.previousElementSibling);
  takenOut(place.dataset.id);
  place.remove();
  (next ? next.querySelector("[data-move]") : document.querySelector(".add-ref") || prompt())?.focus();
  redraw();
});
on("click", "[data-unmask]", (event, button) => {
  event.preventDefault();
  button.parentElement.remove();
  list().querySelector("[data-move]")?.focus();
  redraw();
});
on("click", "[data-pick]", (event) => {
  event.preventDefault();
  document.getElementById("add-reference").hidePopover();
  document.getElementById("pick").showModal();
  window.htmx.trigger("#pick-body", "fill");
});
on("submit", "[data-pick-form]", (event, picked) => {
  if (!picked.closest("dialog")) return;
  event.preventDefault();
  picked.closest("dialog").close();
  ask(`/compose/references/chosen/?${new URLSearchParams(new FormData(picked))}`, { headers: { "X-Fragment": "1" } });
});
on("click", "[data-use-reference]", (event, link) => {
  if (!tray() || room() < 1) return;
  event.preventDefault();
  ask(`/compose/references/chosen/?reference=${link.dataset.useReference}`, { headers: { "X-Fragment": "1" } });
});
