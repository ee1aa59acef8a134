/* The order of a board by hand: pictures are carried, or moved by Alt and an arrow; several go together when selected.
   Carried onto another board, in the tree or among the cards, they lie there too. */
import { carriable, leadsBack, sideOf } from "../parts/carrying.js";
import { announce, on, tokenHeaders, word } from "../parts/dom.js";
import { fieldsOfSelection, idOfTile, selectedTiles } from "./select.js";
import { send } from "../parts/tile-menu.js";
import { toast } from "../parts/toast.js";
import { tiles } from "./blocks.js";
import { hangAnew } from "./days.js";

const ITEMS = "[data-order] .wall > li";
let sent = Promise.resolve();

/** Saves where these stand now, one request after the other; puts them back where it was refused. */
function save(section, items, undo) {
  const at = tiles(section).indexOf(items[0]);
  const before = tiles(section)[at - 1];
  const body = new URLSearchParams({ ids: items.map(idOfTile).join(","), after: before ? idOfTile(before) : "" });
  sent = sent.then(async () => {
    const answer = await fetch(section.dataset.order, { method: "POST", body, headers: tokenHeaders() }).catch(() => null);
    if (answer?.ok) return;
    undo();
    toast(answer?.status === 422 ? await answer.text() : word("failed", { status: answer?.status || 0 }), { failed: true });
  });
  announce(section.dataset.moved.replace("0", String(at + 1)));
}

function lay(items, target, after) {
  const section = target.closest("[data-order]");
  const before = tiles(section);
  const order = before.filter((item) => !items.includes(item));
  order.splice(order.indexOf(target) + (after ? 1 : 0), 0, ...items);
  hangAnew(section, order);
  save(section, items, () => hangAnew(section, before));
}

on("keydown", `${ITEMS} > a`, (event, link) => {
  if (!event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  const item = link.parentElement;
  const back = leadsBack(event.key, item);
  const all = tiles(item.closest("[data-order]"));
  const target = all[all.indexOf(item) + (back ? -1 : 1)];
  if (!target) return;
  lay([item], target, !back);
  link.focus();
});

/** Lays pictures on the board of a leaf or a card, whose number grows. */
async function layOn(items, place) {
  const which = items[0].hasAttribute("data-selected") ? fieldsOfSelection() : { ids: items.map(idOfTile).join(",") };
  const told = await send(place.closest("[data-lay]").dataset.lay, { ...which, board: place.dataset.board });
  const number = place.querySelector(":scope > .leaf > small");
  if (told && number && !number.textContent.endsWith("+")) number.textContent = Number(number.textContent) + told.number;
}

export const PICTURES = {
  load: (item) => (item.hasAttribute("data-selected") ? selectedTiles() : [item]),
  landing(element, point, items, last) {
    const place = element.closest("[data-lay] li[data-board]");
    if (place) return place.querySelector(":scope > [aria-current]") ? null : { at: place, side: "in" };
    const item = element.closest(ITEMS);
    if (item) return items.includes(item) ? null : { at: item, side: sideOf(item, point) };
    return element.closest("[data-order]") && last; // in a gap it stays where it was last aimed at
  },
  land(items, { at, side }) {
    if (side === "in") layOn(items, at);
    else lay(items, at, side === "end");
  },
};

carriable("[data-carry] .wall > li", PICTURES, { byTouch: false });
