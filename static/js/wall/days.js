/* A day hangs in lists of whole rows, which no later page changes: each can rest alone when it is far away. */
import { all, each } from "../parts/dom.js";
import { attend, dayOf, forsake, hangIn, layDown, tiles, tilesOf, waits } from "./blocks.js";
import { listsOfRows } from "./rows.js";

const FULL = 60; // tiles of a list, and as many more as its last row takes
const QUIET = 150; // ms without a change of the width or the density
let width = 0;
let waiting = 0;

function blocks(day) {
  return [...day.querySelectorAll(":scope > .wall")];
}

function measures(list) {
  const style = getComputedStyle(list);
  const [height, gap] = ["--rowh", "--gap"].map((name) => parseFloat(style.getPropertyValue(name)) || 0);
  width ||= list.parentElement.getBoundingClientRect().width;
  return { width, height, gap };
}

/** Cuts tiles into lists anew, in place of some lists of one day. What was on the page stays there. */
function layOut(found, items) {
  const near = new Set(items.filter((tile) => !waits(tile)));
  const focused = document.activeElement;
  let before = null;
  for (const { tiles: part, height, whole } of listsOfRows(items, measures(found[0]), FULL)) {
    const list = found.shift() || before.cloneNode(false);
    if (!list.isConnected) before.after(list);
    list.classList.toggle("whole", whole);
    attend(list, height);
    if (!part.length || part.some((tile) => near.has(tile))) hangIn(list, part);
    else layDown(list, part);
    before = list;
  }
  found.forEach(forsake);
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
}

function grown(day) {
  document.dispatchEvent(new CustomEvent("grown", { detail: day }));
}

/** Adds tiles to a day, below those that hang there. */
export function hang(day, items) {
  const last = blocks(day).at(-1);
  layOut([last], [...tilesOf(last), ...items]);
  grown(day);
}

/** A day that is new on the page. */
export function welcome(day) {
  hangAnew(day);
  grown(day);
}

/** Rows break elsewhere: a day's lists are cut anew, its tiles in this order. */
export function hangAnew(day, items = tiles(day)) {
  layOut(blocks(day), items);
}

/** Takes tiles off for good; a day without any goes too. */
export function takeOff(gone) {
  const rid = new Set(gone);
  for (const day of new Set(gone.map(dayOf))) {
    const left = day ? tiles(day).filter((tile) => !rid.has(tile)) : [];
    if (left.length) hangAnew(day, left);
    else if (day) [...blocks(day), day].forEach(forsake);
  }
  gone.forEach((tile) => tile.remove());
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => all(document, ".walls .day").forEach((day) => hangAnew(day)), QUIET);
}

const wide = new ResizeObserver(([entry]) => {
  const before = width;
  width = entry.contentRect.width;
  if (before && before !== width) later();
});

each((root) => {
  for (const walls of all(root, ".walls:has(> .day)")) {
    wide.disconnect();
    width = 0;
    wide.observe(walls);
  }
});
document.getElementById("density")?.addEventListener("input", later);
