/* Crop and larger canvas: the part is drawn over the picture, dragged by hand, and follows shape and figures. */
import { on } from "./parts/dom.js";

const LEAST = 16; // pixels a side of a crop
const root = document.querySelector("[data-reshape]");
const frame = root.querySelector(".reshape-frame");
const box = root.querySelector(".reshape-box");
const form = root.querySelector("form");
const whole = { width: Number(root.dataset.width), height: Number(root.dataset.height) };
const cropping = root.dataset.reshape === "crop";
const names = cropping ? ["left", "top", "width", "height"] : ["left", "top", "right", "bottom"];
let grip = null;

function ratio() {
  const [width, height] = (form.elements.ratio.value || "").split(":").map(Number);
  return width && height ? width / height : 0;
}

function figures() {
  return names.map((name) => Math.max(0, Math.round(Number(form.elements[name].value) || 0)));
}

function write(values) {
  names.forEach((name, index) => { form.elements[name].value = String(Math.round(values[index])); });
  draw();
}

/** The largest crop of the shape, or what the canvas needs to reach it. */
function byShape() {
  const wanted = ratio();
  if (!wanted) return;
  if (cropping) {
    const width = Math.min(whole.width, Math.round(whole.height * wanted));
    const height = Math.min(whole.height, Math.round(whole.width / wanted));
    write([(whole.width - width) / 2, (whole.height - height) / 2, width, height].map(Math.floor));
    return;
  }
  const across = Math.max(whole.width, Math.round(whole.height * wanted)) - whole.width;
  const down = Math.max(whole.height, Math.round(whole.width / wanted)) - whole.height;
  write([Math.floor(across / 2), Math.floor(down / 2), across - Math.floor(across / 2), down - Math.floor(down / 2)]);
}

function draw() {
  const [left, top, third, fourth] = figures();
  const size = cropping ? [third, fourth] : [whole.width + left + third, whole.height + top + fourth];
  const set = cropping ? third > 0 && fourth > 0 : left + top + third + fourth > 0;
  document.getElementById("reshape-size").value = set ? `${size[0]} × ${size[1]}` : "";
  if (cropping) {
    box.hidden = !set;
    place(box, left / whole.width, top / whole.height, third / whole.width, fourth / whole.height);
    return;
  }
  frame.style.setProperty("--a", String(size[0] / size[1]));
  place(frame.querySelector("img"), left / size[0], top / size[1], whole.width / size[0], whole.height / size[1]);
}

function place(element, left, top, width, height) {
  const parts = { insetInlineStart: left, insetBlockStart: top, inlineSize: width, blockSize: height };
  for (const [name, share] of Object.entries(parts)) element.style[name] = `${share * 100}%`;
}

function at(event) {
  const bounds = frame.getBoundingClientRect();
  const share = (value, from, size) => Math.max(0, Math.min(1, (value - from) / size));
  return [share(event.clientX, bounds.left, bounds.width) * whole.width, share(event.clientY, bounds.top, bounds.height) * whole.height];
}

/** A drag on the box moves it, on a corner sizes it, elsewhere draws a new one. */
function grab(event) {
  const [left, top, width, height] = figures();
  const corner = event.target.dataset.corner;
  const [x, y] = at(event);
  frame.setPointerCapture(event.pointerId);
  if (corner) grip = { from: [corner === "a" || corner === "c" ? left + width : left, corner === "a" || corner === "b" ? top + height : top] };
  else if (event.target.closest(".reshape-box")) grip = { shift: [x - left, y - top], size: [width, height] };
  else grip = { from: [x, y] };
}

function drag(event) {
  if (!grip) return;
  const [x, y] = at(event);
  if (grip.shift) {
    const [width, height] = grip.size;
    const clamp = (value, most) => Math.max(0, Math.min(most, value));
    write([clamp(x - grip.shift[0], whole.width - width), clamp(y - grip.shift[1], whole.height - height), width, height]);
    return;
  }
  write(between(grip.from, [x, y]));
}

/** A box from a fixed corner towards the pointer, in the chosen shape, within the picture. */
function between([fromX, fromY], [x, y]) {
  const [right, down] = [x >= fromX, y >= fromY];
  const most = [right ? whole.width - fromX : fromX, down ? whole.height - fromY : fromY];
  let [width, height] = [Math.max(LEAST, Math.abs(x - fromX)), Math.max(LEAST, Math.abs(y - fromY))];
  const wanted = ratio();
  if (wanted) {
    width = Math.min(Math.max(width, height * wanted), most[0], most[1] * wanted);
    height = width / wanted;
  }
  [width, height] = [Math.min(width, most[0]), Math.min(height, most[1])].map(Math.round);
  return [right ? fromX : fromX - width, down ? fromY : fromY - height, width, height];
}

root.classList.add("drawing");
on("change", "[name=ratio]", byShape);
for (const name of names) form.elements[name].addEventListener("input", draw);
if (cropping) {
  frame.addEventListener("pointerdown", grab);
  frame.addEventListener("pointermove", drag);
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { grip = null; });
}
draw();
