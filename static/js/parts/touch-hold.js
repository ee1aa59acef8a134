/* A long touch, and what the finger draws before it leaves: a wall selects by it, and things are carried by it. */
import { on } from "./dom.js";

const LONG = 500; // ms of a touch that holds
const STILL = 10; // px that a finger trembles
const RIM = 64; // px at the window's edge that scroll
let touch = null; // { x, y, timer, gesture }

export function touching() {
  return touch !== null;
}

/** begin(item) once a finger rests on what matches; it may give { draw(element, point), end(done) }. */
export function onHold(selector, begin) {
  on("touchstart", selector, (event, item) => {
    if (touch || event.touches.length > 1) return letGo(false);
    const { clientX: x, clientY: y } = event.touches[0];
    touch = { x, y, timer: setTimeout(() => { touch.gesture = begin(item) || {}; }, LONG), gesture: null };
    return undefined;
  }, { passive: true });
  on("contextmenu", selector, (event) => event.pointerType === "touch" && event.preventDefault());
}

function letGo(done) {
  clearTimeout(touch?.timer);
  touch?.gesture?.end?.(done);
  touch = null;
}

function drawOn() {
  touch.gesture.draw?.(document.elementFromPoint(touch.x, touch.y), touch);
}

document.addEventListener("touchmove", (event) => {
  if (!touch) return;
  const { clientX: x, clientY: y } = event.touches[0];
  if (!touch.gesture) {
    if (Math.hypot(x - touch.x, y - touch.y) > STILL) letGo(false);
    return;
  }
  event.preventDefault();
  const begun = touch.drawn;
  Object.assign(touch, { x, y, drawn: true });
  drawOn();
  if (!begun) requestAnimationFrame(scrollOn);
}, { passive: false });

document.addEventListener("touchend", (event) => {
  if (touch?.gesture && event.cancelable) event.preventDefault(); // no click follows
  letGo(true);
});
document.addEventListener("touchcancel", () => letGo(false));

function scrollOn() {
  if (!touch?.gesture) return;
  const by = touch.y < RIM ? touch.y - RIM : Math.max(0, touch.y - innerHeight + RIM);
  if (by) {
    scrollBy(0, by / 4);
    drawOn();
  }
  requestAnimationFrame(scrollOn);
}
