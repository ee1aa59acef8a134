/* Which pictures of a wall are selected, or all that the list has, kept while the tab lives; and the bar that says so.
   select-press.js and select-hands.js select, select-acts.js has what is done with them. */
import { announce, on } from "../parts/dom.js";
import { equip } from "../parts/tile-menu.js";
import { shownTiles, tiles } from "./blocks.js";

export const TILES = ".walls .wall > li";
export const bar = document.getElementById("selection");
const place = `selected ${location.pathname}`;
const chosen = new Set(bar ? JSON.parse(sessionStorage.getItem(place) || "[]") : []);
let everything = false; // all that the list has, also what does not hang here yet
let anchor = null;

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
  return tiles().filter((item) => item.hasAttribute("data-selected"));
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
  if (chosen.size) document.querySelectorAll(TILES).forEach(equip); // the others as they come near
  compare.toggleAttribute("aria-disabled", !fits);
  if (fits) compare.removeAttribute("title");
  else compare.title = bar.dataset.tooMany;
  bar.dispatchEvent(new CustomEvent("selection", { bubbles: true, detail: { number: chosen.size, everything } }));
}

/** One picture, or all of the stack that it lies on top of. */
function set(item, selected) {
  for (const id of item.dataset.members?.split(",") ?? [idOfTile(item)]) chosen[selected ? "add" : "delete"](id);
  if (!selected) everything = false;
  show(item);
}

export function chooseAll(items, selected) {
  for (const item of items) set(item, selected);
  count();
}

export function choose(item, selected = !chosen.has(idOfTile(item))) {
  anchor = item;
  chooseAll([item], selected);
}

/** These and no others. */
export function chooseOnly(items, kept = []) {
  const wanted = new Set([...items, ...kept]);
  const turned = shownTiles().filter((item) => wanted.has(item) !== item.hasAttribute("data-selected"));
  if (!turned.length) return;
  for (const selected of [true, false]) chooseAll(turned.filter((item) => wanted.has(item) === selected), selected);
  anchor = items.at(-1) || null;
}

export function range(item) {
  const all = shownTiles();
  anchor = all.includes(anchor) ? anchor : item;
  const [from, to] = [all.indexOf(anchor), all.indexOf(item)].sort((a, b) => a - b);
  chooseAll(all.slice(from, to + 1), true);
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

on("click", "[data-clear-selection]", () => document.querySelector(".menu:popover-open") || clear()); // Esc closes that first
on("click", "[data-select-all]", () => {
  tiles().forEach((item) => set(item, true));
  everything = true;
  count();
});
on("click", "[data-compare-link]", (event, link) => link.hasAttribute("aria-disabled") && event.preventDefault());

if (bar) {
  document.addEventListener("hung", ({ detail }) => (everything || chosen.size) && detail.forEach((item) => {
    if (everything) set(item, true);
    else if (chosen.has(idOfTile(item))) show(item);
    else equip(item);
  }));
  if (chosen.size) tiles().forEach((item) => chosen.has(idOfTile(item)) && show(item));
  count();
}
