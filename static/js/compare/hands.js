/* Wheel, drag, pinch and double click on a compared picture move all of them. */
import { on } from "../parts/dom.js";
import { comparison, look, where } from "./zoom.js";

const hands = new Map();
let apart = 0;
let moved = false;

/** The point of the picture, 0 to 1, that lies under a place of the window. */
function under(view, px, py) {
  const box = view.querySelector(".piece").getBoundingClientRect();
  return [(px - box.left) / box.width, (py - box.top) / box.height];
}

/** Zooms so that what lies under the place stays there. */
function zoomAt(view, z, px, py) {
  const box = view.getBoundingClientRect();
  const shown = view.querySelector(".piece");
  const [fx, fy] = under(view, px, py);
  const most = Math.min(16, Math.max(1, z));
  const dx = (px - box.left - box.width / 2) / (shown.offsetWidth * most);
  const dy = (py - box.top - box.height / 2) / (shown.offsetHeight * most);
  look(most, fx - dx, fy - dy);
}

on("wheel", "[data-view]", (event, view) => {
  event.preventDefault();
  zoomAt(view, where().z * Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), event.clientX, event.clientY);
}, { passive: false });

on("dblclick", "[data-view]", (event, view) => zoomAt(view, where().z > 1 ? 1 : 2.5, event.clientX, event.clientY));

on("pointerdown", "[data-view]", (event, view) => {
  if (event.button || event.target.closest("a, button, input")) return;
  hands.set(event.pointerId, [event.clientX, event.clientY]);
  moved = false;
  apart = spread();
  if (event.pointerType === "mouse") view.setPointerCapture(event.pointerId);
});

function spread() {
  const [one, other] = [...hands.values()];
  return other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : 0;
}

function pinch(view) {
  const [one, other] = [...hands.values()];
  const now = spread();
  if (apart) zoomAt(view, (where().z * now) / apart, (one[0] + other[0]) / 2, (one[1] + other[1]) / 2);
  apart = now;
}

function drag(view, dx, dy) {
  const { z, x, y } = where();
  const shown = view.querySelector(".piece");
  if (z > 1) look(z, x - dx / (shown.offsetWidth * z), y - dy / (shown.offsetHeight * z));
}

function point(event, view) {
  const [x, y] = under(view, event.clientX, event.clientY);
  const inside = x >= 0 && x <= 1 && y >= 0 && y <= 1 && event.pointerType === "mouse";
  comparison.classList.toggle("pointed", inside);
  comparison.style.setProperty("--cx", String(x));
  comparison.style.setProperty("--cy", String(y));
}

on("pointermove", "[data-view]", (event, view) => {
  point(event, view);
  const before = hands.get(event.pointerId);
  if (!before) return;
  hands.set(event.pointerId, [event.clientX, event.clientY]);
  moved = true;
  if (hands.size > 1) pinch(view);
  else drag(view, event.clientX - before[0], event.clientY - before[1]);
});

for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, (event) => {
    hands.delete(event.pointerId);
    apart = spread();
  });
}
addEventListener("click", (event) => {
  if (moved && event.target.closest?.("[data-view]")) event.preventDefault();
}, true);
on("pointerout", "[data-compare]", (event) => event.target.matches("[data-view]") && comparison.classList.remove("pointed"));
