/* A wall of pictures is one tab stop with arrow keys inside; days that go on in the next page grow together. */
import { each, on } from "./dom.js";
import { hang, hangAnew } from "./wall-blocks.js";

const LINKS = ".walls .wall > li:not([hidden]) a[href]";

function links() {
  return [...document.querySelectorAll(LINKS)];
}

/** Two sections of one day, the second from a page that came later, become one. */
function join() {
  for (const section of document.querySelectorAll(".day + .day")) {
    const before = section.previousElementSibling;
    if (section.dataset.day !== before.dataset.day) continue;
    const items = section.querySelectorAll(".wall > li");
    for (const item of items) item.dataset.from ??= section.dataset.from;
    hang(before, items);
    section.remove();
  }
}

function rove(to) {
  for (const link of document.querySelectorAll(`${LINKS}[tabindex="0"]`)) link.tabIndex = -1;
  if (to) to.tabIndex = 0;
}

function settle() {
  if (!document.querySelector(".walls .day")) return;
  join();
  const current = document.querySelector(`${LINKS}[tabindex="0"]`);
  for (const link of document.querySelectorAll(`${LINKS}:not([tabindex])`)) link.tabIndex = -1;
  if (!current) rove(document.querySelector(LINKS));
}

/** The picture in the next row, up or down, whose middle is nearest. */
function across(from, step) {
  const all = links();
  const at = from.getBoundingClientRect();
  const middle = at.left + at.width / 2;
  let row = null;
  let best = null;
  for (let index = all.indexOf(from) + step; all[index]; index += step) {
    const box = all[index].getBoundingClientRect();
    if (Math.abs(box.top - at.top) < 2) continue;
    if (row === null) row = box.top;
    if (Math.abs(box.top - row) > 2) break;
    const off = Math.abs(box.left + box.width / 2 - middle);
    if (!best || off < best.off) best = { off, link: all[index] };
  }
  return best?.link;
}

function beside(from, step) {
  const all = links();
  return all[all.indexOf(from) + step];
}

const MOVES = {
  ArrowRight: (link) => beside(link, 1),
  ArrowLeft: (link) => beside(link, -1),
  ArrowDown: (link) => across(link, 1),
  ArrowUp: (link) => across(link, -1),
  Home: () => links()[0],
  End: () => links().at(-1),
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

/** Takes a picture off the wall, an emptied day too, and gives its neighbour the focus. */
export function takeDown(item) {
  const link = item.querySelector("a[href]");
  const heir = beside(link, 1) || beside(link, -1);
  const section = item.closest(".day");
  // A picture taken off counts as wide as the window, and would ask for its largest copy, which is gone.
  item.querySelector("img")?.removeAttribute("srcset");
  item.remove();
  if (section && !section.querySelector(".wall > li")) section.remove();
  else if (section) hangAnew(section);
  rove(heir);
  heir?.focus({ preventScroll: true });
}

each(settle);
