/* One zoom and one place for all compared pictures, kept as custom properties that every picture follows. */
import { announce, on } from "../parts/dom.js";

export const comparison = document.querySelector("[data-compare]");
export const MOST_ZOOM = 16;
const STEP = 1.4;
const state = { z: 1, x: 0.5, y: 0.5 };

export function where() {
  return { ...state };
}

/** The first picture that shows: what the navigator draws and a hand measures by. */
export function piece() {
  return comparison.querySelector(".shown .piece") || comparison.querySelector(".piece");
}

function within(value, z) {
  const half = 0.5 / z;
  return Math.min(1 - half, Math.max(half, value));
}

/** Originals come only once somebody looks closely. */
function sharpen() {
  if (state.z < 1.6) return;
  for (const image of comparison.querySelectorAll("img[data-original]")) {
    const sharp = new Image();
    const address = image.dataset.original;
    delete image.dataset.original;
    sharp.src = address;
    sharp.decode().then(() => {
      image.removeAttribute("srcset");
      image.src = address;
    }, () => {});
  }
}

function draw() {
  for (const name of ["z", "x", "y"]) comparison.style.setProperty(`--${name}`, String(state[name]));
  comparison.classList.toggle("zoomed", state.z > 1);
  comparison.querySelector("[data-zoomed]").value = `${Math.round(state.z * 100)}%`;
  const shown = piece();
  const view = shown.closest("[data-view]");
  const seen = comparison.querySelector(".seen");
  const wide = Math.min(1, view.clientWidth / (shown.offsetWidth * state.z));
  const tall = Math.min(1, view.clientHeight / (shown.offsetHeight * state.z));
  const left = Math.min(1 - wide, Math.max(0, state.x - wide / 2));
  const top = Math.min(1 - tall, Math.max(0, state.y - tall / 2));
  for (const [name, value] of Object.entries({ wide, tall, left, top })) seen.style.setProperty(`--${name}`, String(value));
}

/** Shows the point (x, y) of each picture, 0 to 1, in the middle, z times as large as it fits. */
export function look(z, x = state.x, y = state.y) {
  state.z = Math.min(MOST_ZOOM, Math.max(1, z));
  state.x = within(x, state.z);
  state.y = within(y, state.z);
  draw();
  sharpen();
}

const ZOOMS = { in: () => state.z * STEP, out: () => state.z / STEP, fit: () => 1 };

on("click", "[data-zoom]", (event, button) => {
  look(ZOOMS[button.dataset.zoom]());
  announce(`${Math.round(state.z * 100)}%`);
});

function aim(event, map) {
  const box = map.getBoundingClientRect();
  look(state.z, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
}

on("pointerdown", "[data-map]", (event, map) => {
  event.preventDefault();
  map.setPointerCapture(event.pointerId);
  aim(event, map);
});
on("pointermove", "[data-map]", (event, map) => map.hasPointerCapture(event.pointerId) && aim(event, map));

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/* Arrow keys move along while zoomed; a slider keeps its own. */
document.addEventListener("keydown", (event) => {
  const [dx, dy] = ARROWS[event.key] || [];
  if (dx === undefined || state.z === 1 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  look(state.z, state.x + (dx * 0.1) / state.z, state.y + (dy * 0.1) / state.z);
});

if (comparison) {
  comparison.querySelector("[data-navigator]").hidden = false;
  draw();
  addEventListener("resize", draw);
}
