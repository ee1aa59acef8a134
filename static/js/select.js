/* Selected pictures of a wall: by check, click, Shift, Ctrl, Space and Ctrl A; or all that the list has. Kept while the
   tab lives. select-hands.js has the touch and the rectangle, select-acts.js what is done with them. */
import { announce, each, on } from "./dom.js";
import { equip } from "./tile-menu.js";

export const TILES = ".walls .wall > li";
export const bar = document.getElementById("selection");
const SHOWN = `${TILES}:not([hidden])`;
const place = `selected ${location.pathname}`;
const chosen = new Set(bar ? JSON.parse(sessionStorage.getItem(place) || "[]") : []);
let everything = false; // all that the list has, also what does not hang here yet
let anchor = null;
let shifted = false;

export function idOfTile(item) {
  return item.querySelector("a[href]").pathname.match(/[0-9a-f-]{36}/)?.[0];
}

/** What a form about the selection carries: ids, or the list itself. */
export function fieldsOfSelection() {
  if (!everything) return { ids: [...chosen].join(",") };
  const walls = document.querySelector(".walls");
  return { all: "1", query: (walls.dataset.query || "").replace(/^\?/, ""), on: walls.dataset.on || "" };
}

export function selectedTiles() {
  return [...document.querySelectorAll(`${TILES}[data-selected]`)];
}

export function hasSelection() {
  return chosen.size > 0;
}

function show(item) {
  equip(item);
  const selected = chosen.has(idOfTile(item));
  item.toggleAttribute("data-selected", selected);
  item.querySelector(".mark")?.setAttribute("aria-checked", String(selected));
}

export function count() {
  sessionStorage.setItem(place, JSON.stringify([...chosen]));
  document.documentElement.classList.toggle("selecting", chosen.size > 0);
  bar.hidden = chosen.size === 0;
  const all = bar.querySelector("[data-select-all]");
  bar.querySelector("[data-count]").dataset.number = everything ? "" : String(chosen.size);
  bar.querySelector("[data-count]").textContent = everything
    ? all.textContent : bar.dataset.words.replace("0", String(chosen.size));
  all.hidden = everything || !chosen.size;
  const compare = bar.querySelector("[data-compare-link]");
  const fits = chosen.size <= Number(bar.dataset.most) && !everything;
  compare.href = `${bar.dataset.compare}${bar.dataset.compare.includes("?") ? "&" : "?"}ids=${[...chosen].join(",")}`;
  for (const link of document.querySelectorAll("[data-share-link]")) {
    link.search = everything && fieldsOfSelection().on ? `board=${fieldsOfSelection().on}` : `ids=${[...chosen].join(",")}`;
  }
  if (chosen.size) document.querySelectorAll(TILES).forEach(equip);
  compare.toggleAttribute("aria-disabled", !fits);
  if (fits) compare.removeAttribute("title");
  else compare.title = bar.dataset.tooMany;
  bar.dispatchEvent(new CustomEvent("selection", { bubbles: true, detail: { number: chosen.size, everything } }));
}

function set(item, selected) {
  if (selected) chosen.add(idOfTile(item));
  else chosen.delete(idOfTile(item));
  if (!selected) everything = false;
  show(item);
}

/** One picture, with the others of its stack while that is closed. */
export function choose(item, selected = !chosen.has(idOfTile(item))) {
  const closed = item.matches("[data-stack]:not([data-open])");
  const stack = closed ? [...item.parentElement.querySelectorAll(`li[data-in-stack="${item.dataset.stack}"]`)] : [];
  [item, ...stack].forEach((one) => set(one, selected));
  anchor = item;
  count();
}

/** These and no others. */
export function chooseOnly(items, kept = []) {
  const wanted = new Set([...items, ...kept]);
  for (const item of document.querySelectorAll(SHOWN)) {
    if (wanted.has(item) !== item.hasAttribute("data-selected")) choose(item, wanted.has(item));
  }
}

export function range(item) {
  const all = [...document.querySelectorAll(SHOWN)];
  const [from, to] = [all.indexOf(anchor && anchor.isConnected ? anchor : item), all.indexOf(item)].sort((a, b) => a - b);
  const start = anchor;
  all.slice(Math.max(from, 0), to + 1).forEach((one) => choose(one, true));
  anchor = start || item;
}

export function clear() {
  chosen.clear();
  everything = false;
  selectedTiles().forEach(show);
  count();
  document.dispatchEvent(new CustomEvent("selection-cleared"));
  announce(bar.dataset.none);
}

/** After an act: what left the wall is selected no more. */
export function forget(gone) {
  for (const id of gone) chosen.delete(id);
  if (gone.length) everything = false;
  count();
}

on("click", `${TILES} .mark`, (event, mark) => (event.shiftKey ? range : choose)(mark.closest("li")));
on("click", `${TILES} > a`, (event, link) => {
  const mode = document.documentElement.classList;
  const tap = mode.contains("choosing") || (mode.contains("selecting") && event.pointerType === "touch");
  if (!bar || !(event.shiftKey || event.ctrlKey || event.metaKey || tap)) return;
  event.preventDefault();
  if (event.shiftKey) range(link.parentElement);
  else choose(link.parentElement);
});
on("keydown", `${TILES} > a`, (event, link) => {
  if (!bar || event.altKey) return;
  if (event.key === " ") choose(link.parentElement);
  else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
    document.querySelectorAll(SHOWN).forEach((item) => choose(item, true));
  } else return;
  event.preventDefault();
});
on("keydown", `${TILES} > a`, (event, link) => {
  shifted = event.shiftKey && event.key.startsWith("Arrow");
  if (shifted && !chosen.size) choose(link.parentElement, true);
}, true);
on("focusin", `${TILES} > a`, (event, link) => shifted && bar && range(link.parentElement));
addEventListener("keyup", () => { shifted = false; });

on("click", "[data-clear-selection]", () => document.querySelector(".menu:popover-open") || clear()); // Esc closes that first
on("click", "[data-select-all]", () => {
  document.querySelectorAll(TILES).forEach((item) => set(item, true));
  everything = true;
  count();
});
on("click", "[data-compare-link]", (event, link) => link.hasAttribute("aria-disabled") && event.preventDefault());

if (bar) {
  each(() => (everything || chosen.size) && document.querySelectorAll(TILES).forEach((item) => {
    if (everything) set(item, true);
    else if (chosen.has(idOfTile(item))) show(item);
    else equip(item);
  }));
  count();
}
