/* Selected pictures of a wall: by Space, check, Shift and Ctrl A; by a long touch; kept while the tab lives. */
import { announce, each, on } from "./dom.js";
import { act, equip } from "./tile-menu.js";

const TILES = ".walls .wall > li";
const bar = document.getElementById("selection");
const place = `selected ${location.pathname}`;
const chosen = new Set(bar ? JSON.parse(sessionStorage.getItem(place) || "[]") : []);
let anchor = null;
let touch = 0;

function idOfTile(item) {
  return item.querySelector("a[href]").pathname.match(/[0-9a-f-]{36}/)?.[0];
}

function show(item) {
  equip(item);
  const selected = chosen.has(idOfTile(item));
  item.toggleAttribute("data-selected", selected);
  item.querySelector(".mark")?.setAttribute("aria-checked", String(selected));
}

function count() {
  sessionStorage.setItem(place, JSON.stringify([...chosen]));
  document.documentElement.classList.toggle("selecting", chosen.size > 0);
  bar.hidden = chosen.size === 0;
  bar.querySelector("[data-count]").textContent = bar.dataset.words.replace("0", String(chosen.size));
  const compare = bar.querySelector("[data-compare-link]");
  const fits = chosen.size <= Number(bar.dataset.most);
  compare.href = `${bar.dataset.compare}${bar.dataset.compare.includes("?") ? "&" : "?"}ids=${[...chosen].join(",")}`;
  if (chosen.size) document.querySelectorAll(TILES).forEach(equip);
  compare.toggleAttribute("aria-disabled", !fits);
  if (fits) compare.removeAttribute("title");
  else compare.title = bar.dataset.tooMany;
}

function choose(item, selected = !chosen.has(idOfTile(item))) {
  if (selected) chosen.add(idOfTile(item));
  else chosen.delete(idOfTile(item));
  anchor = item;
  show(item);
  count();
}

function range(item) {
  const all = [...document.querySelectorAll(TILES)];
  const [from, to] = [all.indexOf(anchor && anchor.isConnected ? anchor : item), all.indexOf(item)].sort((a, b) => a - b);
  const start = anchor;
  all.slice(from, to + 1).forEach((one) => choose(one, true));
  anchor = start || item;
}

function clear() {
  chosen.clear();
  document.querySelectorAll(`${TILES}[data-selected]`).forEach(show);
  count();
  announce(bar.dataset.none);
}

on("click", `${TILES} .mark`, (event, mark) => choose(mark.closest("li")));
on("click", `${TILES} > a`, (event, link) => {
  const tap = document.documentElement.classList.contains("selecting") && event.pointerType === "touch";
  if (!bar || !(event.shiftKey || tap)) return;
  event.preventDefault();
  if (event.shiftKey) range(link.parentElement);
  else choose(link.parentElement);
});
on("keydown", `${TILES} > a`, (event, link) => {
  if (!bar || event.altKey) return;
  if (event.key === " ") choose(link.parentElement);
  else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
    document.querySelectorAll(TILES).forEach((item) => choose(item, true));
  } else return;
  event.preventDefault();
});
on("focusin", `${TILES} > a`, (event, link) => {
  if (shifted && bar) range(link.parentElement);
});
on("keydown", `${TILES} > a`, (event, link) => {
  shifted = event.shiftKey && event.key.startsWith("Arrow");
  if (shifted && !chosen.size) choose(link.parentElement, true);
}, true);
let shifted = false;
addEventListener("keyup", () => { shifted = false; });

on("touchstart", `${TILES} > a`, (event, link) => {
  touch = setTimeout(() => { choose(link.parentElement); touch = -1; }, 500);
}, { passive: true });
for (const end of ["touchmove", "touchcancel"]) on(end, TILES, () => clearTimeout(touch), { passive: true });
on("touchend", `${TILES} > a`, (event) => {
  if (touch === -1) event.preventDefault();
  clearTimeout(touch);
  touch = 0;
});
on("contextmenu", `${TILES} > a`, (event) => event.pointerType === "touch" && bar && event.preventDefault());

on("click", "[data-clear-selection]", clear);
on("click", "[data-compare-link]", (event, link) => link.hasAttribute("aria-disabled") && event.preventDefault());
on("click", "[data-selected-act]", async (event, button) => {
  const items = [...document.querySelectorAll(`${TILES}[data-selected]`)];
  await act(button.dataset.selectedAct, items, [...chosen]);
  for (const id of chosen) if (!items.some((item) => item.isConnected && idOfTile(item) === id)) chosen.delete(id);
  count();
});

if (bar) {
  each(() => document.querySelectorAll(TILES).forEach((item) => {
    if (chosen.has(idOfTile(item))) show(item);
    else if (chosen.size) equip(item);
  }));
  count();
}
