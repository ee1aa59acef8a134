/* Things carried to another place: as the browser drags with a mouse, or under a finger after a long touch. A kind says
   what goes along: load(item); where it may land: landing(element, point, items, last) → { at, side } or null; and what
   then happens: land(items, landing). Where it would land, data-drop-at tells. */
import { on } from "./dom.js";
import { onHold, touching } from "./touch-hold.js";

let load = null; // { kind, items, landing }

/** Whether something of this page is carried: a dragged picture looks like a file to whoever takes files. */
export function carrying() {
  return load !== null;
}

function lift(kind, item) {
  load = { kind, items: kind.load(item), landing: null };
  for (const one of load.items) one.toggleAttribute("data-moving", true);
}

function aimAt(element, point) {
  const { kind, items, landing: last } = load;
  const next = element && kind.landing(element, point, items, last);
  if (last && (last.at !== next?.at || last.side !== next.side)) last.at.removeAttribute("data-drop-at");
  next?.at.setAttribute("data-drop-at", next.side);
  load.landing = next;
}

function putDown(done) {
  if (!load) return;
  const { kind, items, landing } = load;
  load = null;
  for (const one of items) one.removeAttribute("data-moving");
  landing?.at.removeAttribute("data-drop-at");
  if (done && landing) kind.land(items, landing);
}

/** What a finger does with an item that it has lifted. */
export function underFinger(kind, item) {
  lift(kind, item);
  const ghost = load.items[0].querySelector("img")?.cloneNode() || document.createElement("span");
  ghost.className = "carried";
  return {
    draw(element, { x, y }) {
      if (!ghost.isConnected) document.body.append(ghost);
      ghost.style.translate = `${x}px ${y}px`;
      aimAt(element, { x, y });
    },
    end(done) {
      ghost.remove();
      putDown(done);
    },
  };
}

export function carriable(selector, kind, { byTouch = true } = {}) {
  if (byTouch) onHold(selector, (item) => underFinger(kind, item));
  on("dragstart", selector, (event, item) => {
    if (touching()) return event.preventDefault();
    lift(kind, item);
    event.dataTransfer.effectAllowed = "copyMove";
    return event.dataTransfer.setData("text/plain", item.innerText.trim());
  });
}

document.addEventListener("dragover", (event) => {
  if (!load) return;
  aimAt(event.target instanceof Element ? event.target : null, { x: event.clientX, y: event.clientY });
  if (!load.landing) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = load.landing.side === "in" ? "copy" : "move";
});
document.addEventListener("drop", (event) => {
  if (!load) return;
  event.preventDefault();
  putDown(true);
});
document.addEventListener("dragend", () => putDown(false));

/** Which half of a box a point lies in: "start" or "end", along the line that its neighbours stand in. */
export function sideOf(element, { x, y }, { upright = false } = {}) {
  const box = element.getBoundingClientRect();
  if (upright) return y > box.top + box.height / 2 ? "end" : "start";
  const right = x > box.left + box.width / 2;
  return right === (getComputedStyle(element).direction === "ltr") ? "end" : "start";
}

/** Whether an arrow leads back to what stands before. */
export function leadsBack(key, element) {
  if (key === "ArrowUp" || key === "ArrowDown") return key === "ArrowUp";
  return (key === "ArrowLeft") !== (getComputedStyle(element).direction === "rtl");
}
