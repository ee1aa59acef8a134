/* Selecting one by one: by check, click, Shift, Ctrl, Space and Ctrl A. */
import { on } from "../parts/dom.js";
import { bar, choose, chooseAll, hasSelection, range, TILES } from "./select.js";
import { shownTiles } from "./blocks.js";

let shifted = false;

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
    chooseAll(shownTiles(), true);
  } else return;
  event.preventDefault();
});
on("keydown", `${TILES} > a`, (event, link) => {
  shifted = event.shiftKey && event.key.startsWith("Arrow");
  if (shifted && !hasSelection()) choose(link.parentElement, true);
}, true);
on("focusin", `${TILES} > a`, (event, link) => shifted && bar && range(link.parentElement));
addEventListener("keyup", () => { shifted = false; });
