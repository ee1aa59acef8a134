/* data-pinnable: a click or tap on the picture marks the spot and tells it as a "pin" event, 0 to 1 of both sides. */
import { on } from "../parts/dom.js";

const SVG_SPACE = "http://www.w3.org/2000/svg";

function markSpot(picture, { x, y }) {
  const layer = picture.querySelector(".pins");
  layer.querySelector(".draft")?.remove();
  const pin = document.createElementNS(SVG_SPACE, "svg");
  pin.setAttribute("class", "pin draft");
  pin.setAttribute("x", `${x * 100}%`);
  pin.setAttribute("y", `${y * 100}%`);
  pin.setAttribute("overflow", "visible");
  const drop = document.createElementNS(SVG_SPACE, "path");
  drop.setAttribute("d", "M0 0V-12A12 12 0 1 1 12 0Z");
  pin.append(drop);
  layer.append(pin);
}

on("click", "[data-pinnable]", (event, picture) => {
  const at = picture.querySelector("img").getBoundingClientRect();
  const spot = { x: (event.clientX - at.left) / at.width, y: (event.clientY - at.top) / at.height };
  if (spot.x < 0 || spot.x > 1 || spot.y < 0 || spot.y > 1) return;
  event.preventDefault();
  markSpot(picture, spot);
  picture.dispatchEvent(new CustomEvent("pin", { bubbles: true, detail: spot }));
});
