/* The order of boards in their row: carried in the tree or among the cards, or moved by Alt and an arrow. */
import { carriable, leadsBack, sideOf } from "../parts/carrying.js";
import { on } from "../parts/dom.js";
import { send } from "../parts/tile-menu.js";

const BOARDS = "[data-lay] li[data-board]";

/** Stands it beside another one, wherever both are shown, and keeps it so. */
async function stand(item, beside, side) {
  const shown = [...document.querySelectorAll(`[data-board="${item.dataset.board}"]`)];
  const back = shown.map((one) => [one, one.nextSibling, one.parentElement]);
  for (const one of shown) {
    const other = one.parentElement.querySelector(`:scope > [data-board="${beside.dataset.board}"]`);
    if (side === "end") other?.after(one);
    else other?.before(one);
  }
  const before = item.previousElementSibling?.dataset.board ?? "";
  if (await send(item.dataset.place, { after: before })) return;
  for (const [one, next, list] of back) list.insertBefore(one, next);
}

carriable(BOARDS, {
  load: (item) => [item],
  landing(element, point, [item], last) {
    let place = element.closest(BOARDS);
    while (place && place.parentElement !== item.parentElement) place = place.parentElement.closest(BOARDS);
    if (!place) return element.closest("ul") === item.parentElement ? last : null;
    return place === item ? null : { at: place, side: sideOf(place, point, { upright: Boolean(place.closest(".tree")) }) };
  },
  land: ([item], { at, side }) => stand(item, at, side),
});

on("keydown", `${BOARDS} > a`, async (event, link) => {
  if (!event.altKey || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const item = link.parentElement;
  const back = leadsBack(event.key, item);
  const other = back ? item.previousElementSibling : item.nextElementSibling;
  if (!other?.dataset.board) return;
  const kept = stand(item, other, back ? "start" : "end");
  link.focus();
  await kept;
  link.focus();
});
