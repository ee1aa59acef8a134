/* The mask itself: alpha on a canvas of the picture's shape, opaque is repainted. At most 2048 pixels a side, so that a
   picture of 4096 stays as quick as a small one; drawn in the picture's own pixels. */
const MOST = 2048;
const SOLID = 128; // alpha from which a pixel counts as repainted

export class Board {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    const scale = Math.min(1, MOST / Math.max(width, height));
    this.canvas = sheetOf(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.scale = this.canvas.width / width;
    Object.assign(this.context, { lineCap: "round", lineJoin: "round" });
    this.context.scale(this.scale, this.canvas.height / height);
  }

  get whole() {
    return { x: 0, y: 0, width: this.canvas.width, height: this.canvas.height };
  }

  /** The part of the canvas that a box in picture pixels touches, in whole canvas pixels; null outside. */
  part(left, top, right, bottom) {
    const x = Math.max(0, Math.floor(left * this.scale) - 1);
    const y = Math.max(0, Math.floor(top * this.scale) - 1);
    const width = Math.min(this.canvas.width, Math.ceil(right * this.scale) + 1) - x;
    const height = Math.min(this.canvas.height, Math.ceil(bottom * this.scale) + 1) - y;
    return width > 0 && height > 0 ? { x, y, width, height } : null;
  }

  /** A round stroke from one point to the next; each is {x, y, radius} in picture pixels. */
  stroke(from, to, erase) {
    const { context } = this;
    this.mode(erase);
    context.lineWidth = Math.max(1, from.radius + to.radius);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x + (from.x === to.x && from.y === to.y ? 0.01 : 0), to.y);
    context.stroke();
    const reach = Math.max(from.radius, to.radius) + 1;
    return this.part(Math.min(from.x, to.x) - reach, Math.min(from.y, to.y) - reach,
      Math.max(from.x, to.x) + reach, Math.max(from.y, to.y) + reach);
  }

  /** Fills a closed outline of [x, y] points. */
  area(points, erase) {
    this.mode(erase);
    this.context.beginPath();
    points.forEach(([x, y]) => this.context.lineTo(x, y));
    this.context.fill();
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return this.part(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  }

  everything(erase = false) {
    return this.area([[0, 0], [this.width, 0], [this.width, this.height], [0, this.height]], erase);
  }

  invert() {
    this.context.globalCompositeOperation = "xor";
    this.context.fillRect(0, 0, this.width, this.height);
    return this.whole;
  }

  mode(erase) {
    this.context.globalCompositeOperation = erase ? "destination-out" : "source-over";
  }

  /** One byte a pixel of this part. */
  alpha({ x, y, width, height }) {
    const { data } = this.context.getImageData(x, y, width, height);
    const bytes = new Uint8ClampedArray(width * height);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = data[index * 4 + 3];
    return bytes;
  }

  put({ x, y, width, height }, bytes) {
    const pixels = new ImageData(width, height);
    for (let index = 0; index < bytes.length; index += 1) pixels.data[index * 4 + 3] = bytes[index];
    this.context.putImageData(pixels, x, y);
  }

  /** How much of the picture is repainted, from 0 to 1. */
  share() {
    const bytes = this.alpha(this.whole);
    let solid = 0;
    for (let index = 0; index < bytes.length; index += 1) if (bytes[index] >= SOLID) solid += 1;
    return solid / bytes.length;
  }
}

/** An empty canvas. */
export function sheetOf(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

/** The smallest part that holds both; either may be null. */
export function joined(one, other) {
  if (!one || !other) return one || other;
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  const right = Math.max(one.x + one.width, other.x + other.width);
  return { x, y, width: right - x, height: Math.max(one.y + one.height, other.y + other.height) - y };
}
