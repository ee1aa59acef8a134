/* A wall of pictures is one tab stop with arrow keys inside; days that go on in the next page grow together. */
import { each, on } from "../parts/dom.js";
import { bring, shownTiles, tiles, waits } from "./blocks.js";
import { hang, takeOff, welcome } from "./days.js";

const LINKS = ".walls .wall > li:not([hidden]) > a[href]:not(.pile)";
const met = new WeakSet(); // days that hang in lists already
let stop = null; // the link that Tab leads to

function linkOf(tile) {
  return tile && bring(tile).querySelector("a[href]");
}

/** The same tiles, read once more: htmx looked at each attribute, which makes an object of it, and as many again of all. */
function afresh(items) {
  const made = document.createElement("template");
  made.innerHTML = items.map((item) => item.outerHTML).join("");
  return [...made.content.children];
}

/** Two sections of one day, the second from a page that came later, become one: whether they did. */
function join(section) {
  const before = section.previousElementSibling;
  if (!before?.matches(".day") || section.dataset.day !== before.dataset.day) return false;
  const items = afresh(tiles(section));
  for (const item of items) item.dataset.from ??= section.dataset.from;
  section.remove();
  hang(before, items);
  return true;
}

function rove(to) {
  if (stop) stop.tabIndex = -1;
  stop = to;
  if (to) to.tabIndex = 0;
}

function settle() {
  for (const day of document.querySelectorAll(".walls .day")) {
    if (join(day) || met.has(day)) continue;
    met.add(day);
    welcome(day);
  }
  if (!stop?.isConnected) rove(document.querySelector(LINKS));
}

document.addEventListener("hung", ({ detail }) => {
  for (const tile of detail) tile.querySelector("a[href]:not([tabindex])")?.setAttribute("tabindex", "-1");
});

/* Tab leads to a picture that can be seen. */
document.addEventListener("rested", () => {
  if (stop && waits(stop.closest("li"))) rove(document.querySelector(LINKS));
});

/** The picture in the next row, up or down, whose middle is nearest. */
function across(from, step) {
  const all = shownTiles();
  const at = from.getBoundingClientRect();
  const middle = at.left + at.width / 2;
  let row = null;
  let best = null;
  for (let index = all.indexOf(from.closest("li")) + step; all[index]; index += step) {
    const link = linkOf(all[index]);
    const box = link.getBoundingClientRect();
    if (Math.abs(box.top - at.top) < 2) continue;
    if (row === null) row = box.top;
    if (Math.abs(box.top - row) > 2) break;
    const off = Math.abs(box.left + box.width / 2 - middle);
    if (!best || off < best.off) best = { off, link };
  }
  return best?.link;
}

function beside(from, step) {
  const all = shownTiles();
  return linkOf(all[all.indexOf(from.closest("li")) + step]);
}

const MOVES = {
  ArrowRight: (link) => beside(link, 1),
  ArrowLeft: (link) => beside(link, -1),
  ArrowDown: (link) => across(link, 1),
  ArrowUp: (link) => across(link, -1),
  Home: () => linkOf(shownTiles()[0]),
  End: () => linkOf(shownTiles().at(-1)),
};

on("keydown", LINKS, (event, link) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") link.blur();
  const next = MOVES[event.key]?.(link);
  if (!MOVES[event.key]) return;
  event.preventDefault();
  next?.focus();
});

on("focusin", LINKS, (event, link) => rove(link));

/** Takes pictures off the wall, an emptied day too, and gives the neighbour of the last the focus. */
export function takeDown(items) {
  if (!items.length) return;
  const gone = new Set(items);
  const all = shownTiles();
  const at = all.indexOf(items.at(-1));
  const heir = all.slice(at + 1).find((tile) => !gone.has(tile)) || all.slice(0, at).findLast((tile) => !gone.has(tile));
  // A picture taken off counts as wide as the window, and would ask for its largest copy, which is gone.
  for (const item of items) item.querySelector("img")?.removeAttribute("srcset");
  takeOff(items);
  rove(heir ? linkOf(heir) : null);
  stop?.focus({ preventScroll: true });
}

each(settle);
