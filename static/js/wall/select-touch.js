/* Selecting with a finger: a long touch selects one, and with others selected all up to it; drawn on over a wall it selects
   what it passes, and on a board it carries what is selected. */
import { PICTURES } from "./board-order.js";
import { underFinger } from "../parts/carrying.js";
import { bar, choose, chooseOnly, hasSelection, range, selectedTiles, TILES } from "./select.js";
import { onHold } from "../parts/touch-hold.js";

function upTo(item) {
  const kept = selectedTiles().filter((one) => one !== item);
  const all = [...document.querySelectorAll(`${TILES}:not([hidden])`)];
  let last = item;
  return {
    draw(element) {
      const tile = element?.closest(TILES);
      if (!tile || tile === last) return;
      last = tile;
      const [from, to] = [all.indexOf(item), all.indexOf(tile)].sort((a, b) => a - b);
      chooseOnly(all.slice(from, to + 1), kept);
    },
  };
}

if (bar) {
  onHold(`${TILES} > a`, (link) => {
    const item = link.parentElement;
    if (!item.hasAttribute("data-selected")) (hasSelection() ? range : choose)(item);
    return item.closest("[data-carry]") ? underFinger(PICTURES, item) : upTo(item);
  });
}
