/* What is done with all that is selected: pick, stars, board, tag, team, trash. Each tells an Undo. */
import { on, singleKeys } from "../parts/dom.js";
import { bar, choose, fieldsOfSelection, forget, hasSelection, idOfTile, selectedTiles, TILES } from "./select.js";
import { act, send, setDot, setStars } from "../parts/tile-menu.js";
import { takeDown } from "./wall.js";

let asked = null;

async function tellAll(address, more) {
  const told = await send(address, { ...fieldsOfSelection(), ...more });
  if (!told) return null;
  const gone = new Set(told.gone || []);
  const items = selectedTiles();
  takeDown(items.filter((item) => gone.has(idOfTile(item))));
  if (gone.size) forget([...gone]);
  return items;
}

const PRESSES = {
  async pick(button) {
    const picked = selectedTiles().some((item) => !item.querySelector(".picked"));
    const items = await tellAll(button.dataset.address, { picked: picked ? "1" : "0" });
    items?.forEach((item) => setDot(item, picked));
  },
  async act(button) {
    const items = await tellAll(button.dataset.address, button.name ? { [button.name]: button.value } : {});
    if (button.name === "stars") items?.forEach((item) => setStars(item, button.value));
  },
};

/* With "More", where this menu was opened out of it. */
function closeMenus() {
  document.querySelectorAll(".menu:popover-open").forEach((menu) => menu.hidePopover());
}

on("click", "[data-selected-act]", (event, button) => {
  if (button.closest("[popover]")) closeMenus();
  PRESSES[button.dataset.selectedAct](button);
});

on("submit", "[data-selected-form]", async (event, form) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  closeMenus();
  if (await tellAll(form.getAttribute("action"), fields)) form.reset();
});

/* "All 212 that match": asked once a list, when the first picture is selected. */
document.addEventListener("selection", async ({ detail }) => {
  const walls = document.querySelector(".walls");
  const button = bar.querySelector("[data-select-all]");
  if (!walls || !detail.number || detail.everything || asked === (walls.dataset.query ?? "")) return;
  asked = walls.dataset.query ?? "";
  if (walls.dataset.all) button.textContent = walls.dataset.all;
  else {
    const answer = await fetch(`${bar.dataset.matching}${asked}`).catch(() => null);
    if (answer?.ok) button.textContent = (await answer.json()).text;
  }
});

/* Stars by key, for the selection or else the tile that has the focus. */
document.addEventListener("keydown", async (event) => {
  if (!bar?.dataset.rate || event.ctrlKey || event.metaKey || event.altKey || !/^[0-5]$/.test(event.key) || !singleKeys()) return;
  if (event.target.matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const tile = event.target.closest?.(TILES);
  if (!hasSelection() && !tile) return;
  event.preventDefault();
  const told = hasSelection()
    ? await tellAll(bar.dataset.rate, { stars: event.key })
    : (await send(bar.dataset.rate, { ids: idOfTile(tile), stars: event.key })) && [tile];
  told?.forEach((item) => setStars(item, event.key));
});

/* Board and Tag in a tile's own menu: it is selected, and the bar's menu opens. */
document.addEventListener("tile-act", ({ detail }) => {
  const opener = bar?.querySelector(`[popovertarget="${detail.name}-menu"]`);
  if (!opener) return act(detail.name, [detail.tile]);
  choose(detail.tile, true);
  return opener.click();
});
