/* Draws the mask over the picture: hatched lapis and white, with a dashed edge in black and white, on any picture.
   In the screen's pixels at every zoom; after a stroke only the part that changed. */
import { joined, sheetOf } from "./board.js";

const HATCH = 12; // CSS pixels from stripe to stripe
const EDGE = 1.25; // CSS pixels
const ROUND = [[1, 0], [-1, 0], [0, 1], [0, -1], [0.7, 0.7], [-0.7, 0.7], [0.7, -0.7], [-0.7, -0.7]];

export class Painter {
  constructor(canvas, board, view, feather) {
    Object.assign(this, { canvas, board, view, feather, dirty: null, everything: false, asked: 0 });
    this.context = canvas.getContext("2d");
    this.scratch = sheetOf(1, 1);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.all());
  }

  /** Asks for all of the stage, such as after a zoom. */
  all() {
    this.everything = true;
    this.some(this.board.whole);
  }

  /** Asks for this part to be drawn with the next frame. */
  some(part) {
    this.dirty = joined(this.dirty, part);
    this.asked ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.asked = 0;
    const [part, ratio] = [this.dirty, devicePixelRatio];
    this.dirty = null;
    const [width, height] = [this.view.stage.clientWidth * ratio, this.view.stage.clientHeight * ratio].map(Math.round);
    if (!part || !width || !height) return;
    if (this.canvas.width !== width || this.canvas.height !== height) this.resize(width, height);
    const soft = this.feather() * this.view.scale * ratio;
    const box = this.everything ? { left: 0, top: 0, width, height } : this.boxOf(part, ratio, 4 * ratio + 2 * soft);
    this.everything = false;
    if (box.width > 0 && box.height > 0) this.paint(box, ratio, soft);
  }

  resize(width, height) {
    for (const sheet of [this.canvas, this.scratch]) Object.assign(sheet, { width, height });
    this.everything = true;
    this.patterns = null;
  }

  /** Where a part of the board lies on the canvas, in its pixels, cut to it. */
  boxOf(part, ratio, margin) {
    const unit = (this.view.scale / this.board.scale) * ratio;
    const left = Math.max(0, Math.floor(this.view.left * ratio + part.x * unit - margin));
    const top = Math.max(0, Math.floor(this.view.top * ratio + part.y * unit - margin));
    const right = Math.min(this.canvas.width, Math.ceil(this.view.left * ratio + (part.x + part.width) * unit + margin));
    const bottom = Math.min(this.canvas.height, Math.ceil(this.view.top * ratio + (part.y + part.height) * unit + margin));
    return { left, top, width: right - left, height: bottom - top };
  }

  paint(box, ratio, soft) {
    this.patterns ||= { hatch: this.hatch(ratio), dashes: this.dashes(ratio) };
    const edge = this.scratch.getContext("2d");
    this.within(this.context, box, (context) => {
      if (soft >= 1) context.filter = `blur(${soft / 2}px)`;
      this.mask(context, ratio, 0, 0);
      context.filter = "none";
      this.flood(context, box, this.patterns.hatch);
    });
    this.within(edge, box, () => {
      for (const [x, y] of ROUND) this.mask(edge, ratio, x * EDGE * ratio, y * EDGE * ratio);
      edge.globalCompositeOperation = "destination-out";
      this.mask(edge, ratio, 0, 0);
      this.flood(edge, box, this.patterns.dashes);
    });
    const { left, top, width, height } = box;
    this.context.drawImage(this.scratch, left, top, width, height, left, top, width, height);
  }

  within(context, { left, top, width, height }, act) {
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.clearRect(left, top, width, height);
    act(context);
    context.restore();
  }

  mask(context, ratio, x, y) {
    const { left, top, scale, width, height } = this.view;
    context.drawImage(this.board.canvas, left * ratio + x, top * ratio + y, width * scale * ratio, height * scale * ratio);
  }

  flood(context, { left, top, width, height }, pattern) {
    context.globalCompositeOperation = "source-in";
    context.fillStyle = pattern;
    context.fillRect(left, top, width, height);
  }

  hatch(ratio) {
    const side = Math.round(HATCH * ratio);
    const tile = sheetOf(side, side);
    const context = tile.getContext("2d");
    context.globalAlpha = 0.58;
    context.fillStyle = getComputedStyle(this.canvas).color;
    context.fillRect(0, 0, side, side);
    Object.assign(context, { globalAlpha: 0.62, strokeStyle: "white", lineWidth: side / 4.5 });
    for (const shift of [-side, 0, side]) {
      context.beginPath();
      context.moveTo(shift - 2, side + 2);
      context.lineTo(shift + side + 2, -2);
      context.stroke();
    }
    return this.context.createPattern(tile, "repeat");
  }

  /** Squares of black and white: cut to an edge of any direction they read as dashes. */
  dashes(ratio) {
    const side = Math.round(5 * ratio);
    const tile = sheetOf(side * 2, side * 2);
    const context = tile.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, side * 2, side * 2);
    context.fillStyle = "black";
    context.fillRect(0, 0, side, side);
    context.fillRect(side, side, side, side);
    return this.context.createPattern(tile, "repeat");
  }
}
