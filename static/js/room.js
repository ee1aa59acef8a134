/* A review room: a click on the picture pins a note, arrows walk, A approves, X rejects, C writes. */
import "./picture/pins.js";
import { on } from "./parts/dom.js";

const COLUMNS = ".review-grid";

function cards() {
  return [...document.querySelectorAll("[data-card]")];
}

function openNote(card, spot) {
  const box = card.querySelector(".card-write");
  if (!box) return;
  box.open = true;
  box.querySelector("[name=x]").value = spot ? spot.x.toFixed(4) : "";
  box.querySelector("[name=y]").value = spot ? spot.y.toFixed(4) : "";
  box.querySelector("textarea").focus();
}

on("pin", "[data-pinnable]", (event, picture) => openNote(picture.closest("[data-card]"), event.detail));
on("click", "[data-say]", (event, button) => openNote(button.closest("[data-card]"), null));
on("click", "[data-unsay]", (event, button) => {
  const card = button.closest("[data-card]");
  card.querySelector(".card-write").open = false;
  card.querySelector(".pin.draft")?.remove();
  card.focus();
});

function around(card, key) {
  const all = cards();
  const columns = getComputedStyle(document.querySelector(COLUMNS)).gridTemplateColumns.split(" ").length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key];
  return all[all.indexOf(card) + step];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const card = document.activeElement?.closest("[data-card]");
  if (event.key.startsWith("Arrow")) {
    const next = card ? around(card, event.key) : cards()[0];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return;
  }
  const act = { a: ".yes", x: ".no", c: "[data-say]" }[event.key.toLowerCase()];
  const button = act && card?.querySelector(act);
  if (!button) return;
  event.preventDefault();
  button.click();
});

/* The card that comes back has the place of the old one in the order of focus. */
document.addEventListener("htmx:afterSwap", (event) => {
  const card = document.getElementById(event.detail.target?.id || "");
  if (card?.matches("[data-card]") && document.activeElement === document.body) card.focus({ preventScroll: true });
});
