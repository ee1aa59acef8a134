/* A long wall stays light: a list of tiles far from the window keeps its height, and its words for the browser's search,
   while its tiles wait here without their pictures. Tiles stay the same elements all along, so whoever needs all of them
   asks tiles(), not the document. days.js says which tiles share a list. */
import { all } from "../parts/dom.js";

const NEAR = "1800px 0px"; // from the window's edge
const resting = new WeakMap(); // a list far away → its tiles
const homes = new WeakMap(); // a tile that waits → its list
const heights = new WeakMap(); // of lists, as laid out or as worked out
const pictures = new WeakMap(); // a tile that waits → its picture, as text: an element without an address is no lighter

const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting, boundingClientRect } of entries) {
    if (boundingClientRect.height) heights.set(target, boundingClientRect.height);
    if (isIntersecting) rouse(target);
    else if (target.isConnected) rest(target);
  }
}, { rootMargin: NEAR });

/** The tiles of a list, on the page or not. */
export function tilesOf(list) {
  return resting.get(list) || [...list.children];
}

/** All tiles below root in their order, those too that are not on the page at the moment. */
export function tiles(root = document) {
  return all(root, ".walls .wall, .wall.walls").flatMap(tilesOf);
}

/** Those that no closed stack hides. */
export function shownTiles() {
  return tiles().filter((tile) => !tile.hidden);
}

/** Whether a tile waits for its list to come near. */
export function waits(tile) {
  return homes.has(tile);
}

/** The day of a tile, wherever it is. */
export function dayOf(tile) {
  return (homes.get(tile) || tile).closest(".day");
}

/** Puts a tile's list on the page, if it rests. */
export function bring(tile) {
  if (homes.has(tile)) rouse(homes.get(tile));
  return tile;
}

function raise(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Takes the picture off a tile, and back: the browser lets go of it, and has it again from its cache. */
function dress(tile, near) {
  const text = pictures.get(tile);
  const img = tile.querySelector("a > img");
  if (near && text && !img) tile.querySelector("a").insertAdjacentHTML("afterbegin", text);
  if (near) pictures.delete(tile);
  if (near || !img) return;
  pictures.set(tile, img.outerHTML);
  img.remove();
}

/** What has the focus or is dragged stays. */
function rest(list) {
  if (resting.has(list) || list.contains(document.activeElement) || list.querySelector("[data-moving]")) return;
  layDown(list, [...list.children]);
  raise("rested", list);
}

function rouse(list) {
  const items = resting.get(list);
  if (items) hangIn(list, items);
}

/** Takes tiles off the page until their list comes near. Their width is said, since "auto" is the window's until then. */
export function layDown(list, items) {
  const tall = parseFloat(getComputedStyle(list).getPropertyValue("--rowh")) || 0;
  resting.set(list, items);
  for (const tile of items) {
    homes.set(tile, list);
    tile.querySelector("img[sizes]")?.setAttribute("sizes", `${Math.round((tile.dataset.a || 1) * tall)}px`);
    dress(tile, false);
  }
  const words = Object.assign(document.createElement("li"), { className: "words", hidden: "until-found" });
  words.textContent = items.map((tile) => tile.querySelector(".told")?.textContent).join(" · ");
  list.style.blockSize = `${heights.get(list) || 0}px`;
  list.replaceChildren(words);
}

/** Hangs tiles in a list. Only what is not in its place yet is moved. */
export function hangIn(list, items) {
  resting.delete(list);
  list.style.blockSize = "";
  const wanted = new Set(items);
  for (const one of [...list.children]) if (!wanted.has(one)) one.remove();
  let next = list.firstElementChild;
  for (const tile of items) {
    if (next === tile) next = next.nextElementSibling;
    else list.insertBefore(tile, next);
    if (homes.delete(tile)) dress(tile, true);
  }
  raise("hung", items);
}

/** Looks after a list from now on; told again whether it is near. */
export function attend(list, height) {
  heights.set(list, height);
  watch.unobserve(list);
  watch.observe(list);
}

/** A list that is needed no more. */
export function forsake(list) {
  watch.unobserve(list);
  resting.delete(list);
  list.remove();
}
