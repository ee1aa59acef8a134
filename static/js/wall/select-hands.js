/* Selecting by hand: the Select button, and a rectangle drawn over the wall with the mouse. select-touch.js has the finger. */
import { on } from "../parts/dom.js";
import { bar, chooseOnly, clear, hasSelection, selectedTiles, TILES } from "./select.js";

const FAR = 8; // px after which a press is a rectangle
const EDGE = 48; // px at the window's edge that scroll
let drawn = null;

/* The Select button: every tap selects until it is pressed again. */
on("click", "[data-select-mode]", (event, button) => {
  const choosing = button.getAttribute("aria-pressed") !== "true";
  setMode(choosing);
  if (!choosing && hasSelection()) clear();
});
document.addEventListener("selection-cleared", () => setMode(false));

function setMode(choosing) {
  document.documentElement.classList.toggle("choosing", choosing);
  for (const button of document.querySelectorAll("[data-select-mode]")) button.setAttribute("aria-pressed", String(choosing));
}

/* The rectangle begins anywhere on a wall; on a board, whose pictures are dragged to their place, beside them. */
on("pointerdown", ".walls", (event, walls) => {
  if (!bar || event.pointerType !== "mouse" || event.button || event.target.closest("button, input, .newer, .older")) return;
  if (event.target.closest("li") && event.target.closest("[data-carry]")) return;
  const kept = event.shiftKey || event.ctrlKey || event.metaKey ? selectedTiles() : [];
  drawn = { x: event.pageX, y: event.pageY, places: new Map(), kept, box: null, at: event };
});
on("dragstart", TILES, (event, item) => !item.closest("[data-carry]") && event.preventDefault());

document.addEventListener("pointermove", (event) => {
  if (!drawn) return;
  drawn.at = event;
  if (!drawn.box && Math.hypot(event.pageX - drawn.x, event.pageY - drawn.y) < FAR) return;
  if (!drawn.box) begin();
  draw();
});

function begin() {
  drawn.box = Object.assign(document.createElement("div"), { className: "rectangle" });
  document.body.append(drawn.box);
  document.documentElement.classList.add("drawing");
  requestAnimationFrame(scrollAlong);
}

function draw() {
  const { at, x, y, box, places, kept } = drawn;
  const now = { x: at.clientX + scrollX, y: at.clientY + scrollY };
  const [left, right] = [x, now.x].sort((a, b) => a - b);
  const [top, bottom] = [y, now.y].sort((a, b) => a - b);
  Object.assign(box.style, {
    insetBlockStart: `${top}px`, insetInlineStart: `${left}px`, inlineSize: `${right - left}px`, blockSize: `${bottom - top}px`,
  });
  for (const tile of document.querySelectorAll(`${TILES}:not([hidden])`)) places.set(tile, placeOf(tile)); // others are where they were
  const inside = ([, its]) => its.left < right && its.right > left && its.top < bottom && its.bottom > top;
  chooseOnly([...places].filter(inside).map(([tile]) => tile), kept);
}

function placeOf(tile) {
  const { left, right, top, bottom } = tile.getBoundingClientRect();
  return { left: left + scrollX, right: right + scrollX, top: top + scrollY, bottom: bottom + scrollY };
}

function scrollAlong() {
  if (!drawn?.box) return;
  const { clientY } = drawn.at;
  const by = clientY < EDGE ? clientY - EDGE : Math.max(0, clientY - innerHeight + EDGE);
  if (by) {
    scrollBy(0, by / 3);
    draw();
  }
  requestAnimationFrame(scrollAlong);
}

for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    if (drawn?.box) {
      drawn.box.remove();
      document.documentElement.classList.remove("drawing");
      const still = (event) => { event.preventDefault(); event.stopPropagation(); };
      addEventListener("click", still, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", still, { capture: true }));
    }
    drawn = null;
  });
}
