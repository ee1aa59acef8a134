/* Undo and redo by the part that a step changed, one byte a pixel; the oldest steps go when they pass 64 MB. */
const MOST_BYTES = 64 * 1024 * 1024;

export class History {
  constructor(board) {
    this.board = board;
    this.done = [];
    this.undone = [];
    this.forget();
  }

  /** What stands now is where the next step starts from; earlier ones are kept. */
  forget() {
    this.before = this.board.alpha(this.board.whole);
  }

  /** Keeps a step that changed this part. An inversion undoes itself and costs nothing. */
  commit(part, inverted = false) {
    if (!part) return;
    this.done.push(inverted ? { part, inverted } : { part, bytes: this.cut(part) });
    this.undone = [];
    this.follow(part);
    while (this.weight() > MOST_BYTES && this.done.length > 1) this.done.shift();
  }

  /** Takes back what a step that is not finished has drawn. */
  abandon(part) {
    if (part) this.board.put(part, this.cut(part));
  }

  undo() {
    return this.move(this.done, this.undone);
  }

  redo() {
    return this.move(this.undone, this.done);
  }

  move(from, to) {
    const step = from.pop();
    if (!step) return null;
    if (step.inverted) this.board.invert();
    const now = step.inverted ? step : { part: step.part, bytes: this.cut(step.part) };
    if (!step.inverted) this.board.put(step.part, step.bytes);
    to.push(now);
    this.follow(step.part);
    return step.part;
  }

  /** The part as it was after the last step. */
  cut({ x, y, width, height }) {
    const across = this.board.canvas.width;
    const bytes = new Uint8ClampedArray(width * height);
    for (let row = 0; row < height; row += 1) {
      const start = (y + row) * across + x;
      bytes.set(this.before.subarray(start, start + width), row * width);
    }
    return bytes;
  }

  follow(part) {
    const across = this.board.canvas.width;
    const bytes = this.board.alpha(part);
    for (let row = 0; row < part.height; row += 1) {
      this.before.set(bytes.subarray(row * part.width, (row + 1) * part.width), (part.y + row) * across + part.x);
    }
  }

  weight() {
    return [...this.done, ...this.undone].reduce((sum, step) => sum + (step.bytes?.length || 0), 0);
  }
}
