/* The order of the tray, by dragging and by arrow keys; a panel that comes late changes nothing of it. */
import { announce, on, word } from "../parts/dom.js";
import { redraw } from "./composer.js";

let moving = null;
const gone = new Set(); // ids taken out since the panel was asked for

export function tray() {
  return document.getElementById("tray");
}

export function list() {
  return tray().querySelector(".refs");
}

/** Keeps ``id`` out of a panel that was asked for before. */
export function takenOut(id) {
  gone.add(id);
}

on("dragstart", ".ref", (event, place) => { moving = place; place.classList.add("moving"); });
on("dragend", ".ref", (event, place) => { place.classList.remove("moving"); moving = null; redraw(); });
on("dragover", ".ref", (event, place) => {
  if (!moving || moving === place) return;
  event.preventDefault();
  const after = event.offsetX > place.offsetWidth / 2;
  place[after ? "after" : "before"](moving);
});
on("keydown", "[data-move]", (event, button) => {
  const place = button.closest(".ref");
  const other = { ArrowLeft: place.previousElementSibling, ArrowRight: place.nextElementSibling }[event.key];
  if (!other) return;
  event.preventDefault();
  other[event.key === "ArrowLeft" ? "before" : "after"](place);
  button.focus();
  announce(word("reference", { n: [...list().children].indexOf(place) + 1 }));
});

/* A panel that was asked for before a move brings the order of then, and what was taken out since: what is seen holds,
   and so does the focus. */
document.addEventListener("htmx:configRequest", (event) => event.target.id === "panel-body" && gone.clear());
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const fresh = event.detail.target.id === "tray" && event.detail.fragment.querySelector(".refs");
  if (fresh) [...fresh.children].filter((place) => gone.has(place.dataset.id)).forEach((place) => place.remove());
  const seen = fresh ? [...list().children].map((place) => place.dataset.id) : [];
  const come = fresh ? [...fresh.children] : [];
  if (!come.length || !come.every((place) => seen.includes(place.dataset.id))) return;
  fresh.append(...come.sort((one, other) => seen.indexOf(one.dataset.id) - seen.indexOf(other.dataset.id)));
  const held = document.activeElement.closest("[data-move]")?.closest(".ref").dataset.id;
  if (held) requestAnimationFrame(() => list().querySelector(`[data-id="${held}"] [data-move]`)?.focus());
});
