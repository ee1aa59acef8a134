/* The order of a board by hand: pictures are dragged, or moved by Alt and an arrow; several go together when selected. */
import { announce, on, tokenHeaders, word } from "./dom.js";
import { idOfTile, selectedTiles } from "./select.js";
import { toast } from "./toast.js";

const ITEMS = "[data-order] .wall > li";
let moving = [];
let line = null;
let sent = Promise.resolve();

/** Saves where these stand now, one request after the other; puts them back where it was refused. */
function save(items, undo) {
  const section = items[0].closest("[data-order]");
  const before = items[0].previousElementSibling;
  const body = new URLSearchParams({ ids: items.map(idOfTile).join(","), after: before ? idOfTile(before) : "" });
  sent = sent.then(async () => {
    const answer = await fetch(section.dataset.order, { method: "POST", body, headers: tokenHeaders() }).catch(() => null);
    if (answer?.ok) return;
    undo();
    toast(answer?.status === 422 ? await answer.text() : word("failed", { status: answer?.status || 0 }), { failed: true });
  });
  announce(section.dataset.moved.replace("0", String([...section.querySelectorAll(".wall > li")].indexOf(items[0]) + 1)));
}

function lay(items, target, after) {
  const places = items.map((item) => [item, item.nextElementSibling]);
  if (after) target.after(...items);
  else target.before(...items);
  save(items, () => places.reverse().forEach(([item, next]) => (next ? next.before(item) : item.parentElement.append(item))));
}

on("keydown", `${ITEMS} > a`, (event, link) => {
  if (!event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  const item = link.parentElement;
  const back = (event.key === "ArrowLeft") !== (getComputedStyle(item).direction === "rtl");
  const target = back ? item.previousElementSibling : item.nextElementSibling;
  if (!target) return;
  lay([item], target, !back);
  link.focus();
});

on("dragstart", ITEMS, (event, item) => {
  moving = item.hasAttribute("data-selected") ? selectedTiles() : [item];
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", moving.map(idOfTile).join(","));
  for (const one of moving) one.toggleAttribute("data-moving", true);
});

function sideOf(event, item) {
  const box = item.getBoundingClientRect();
  return event.clientX > box.left + box.width / 2;
}

function markDrop(item, after) {
  if (line && (line.item !== item || line.after !== after)) line.item.removeAttribute("data-drop-at");
  line = item ? { item, after } : null;
  item?.setAttribute("data-drop-at", after ? "end" : "start");
}

on("dragover", ITEMS, (event, item) => {
  if (!moving.length) return;
  event.preventDefault();
  if (moving.includes(item)) markDrop(null);
  else markDrop(item, sideOf(event, item));
});
on("drop", "[data-order]", (event) => {
  if (!moving.length) return;
  event.preventDefault();
  if (line) lay(moving, line.item, line.after);
});
document.addEventListener("dragend", () => {
  for (const one of moving) one.removeAttribute("data-moving");
  line?.item.removeAttribute("data-drop-at");
  moving = [];
  line = null;
});
