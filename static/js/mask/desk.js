/* The editor: board, view, painter, history and tools of one picture. Whatever changes the mask goes through keep(). */
import { Board } from "./board.js";
import { History } from "./history.js";
import { Painter } from "./paint.js";
import { Pointer, Ring } from "./pointer.js";
import { Brush, Lasso, Marquee, Rectangle } from "./tools.js";
import { View } from "./view.js";

const SETTLED = 120; // ms after a step until its share is counted

export class Desk {
  constructor(stage) {
    this.stage = stage;
    const { width, height } = stage.dataset;
    this.board = new Board(Number(width), Number(height));
    this.history = new History(this.board);
    this.view = new View(stage, stage.querySelector(".drawn"), Number(width), Number(height), () => this.looked());
    this.painter = new Painter(stage.querySelector("canvas"), this.board, this.view, () => this.feather());
    this.marquee = new Marquee(stage.querySelector(".marquee"), this.view);
    this.ring = new Ring(stage.querySelector(".brush-ring"), this);
    this.tools = { brush: new Brush(this, false), eraser: new Brush(this, true), lasso: new Lasso(this), rectangle: new Rectangle(this) };
    this.tool = "brush";
    this.edition = 0; // of the mask: grows with every change
    this.share = 0;
    this.pointer = new Pointer(stage, this);
    this.view.fit();
  }

  get current() {
    return this.tools[this.tool];
  }

  size() {
    return Number(document.getElementById("brush-size").value);
  }

  feather() {
    return Number(document.getElementById("soft-edge").value);
  }

  pressure() {
    return document.getElementById("pen-pressure").checked;
  }

  panning() {
    return this.pointer.spaced || this.tool === "hand";
  }

  take(tool) {
    this.current?.cancel?.();
    this.tool = tool;
    this.stage.dataset.tool = tool;
    this.ring.again();
    this.tell("tool");
  }

  /** A finished step that changed this part of the board. */
  keep(part, inverted = false) {
    if (!part) return;
    this.history.commit(part, inverted);
    this.changed();
  }

  /** Takes back a step that was not finished. */
  drop(part) {
    this.history.abandon(part);
    this.painter.some(part);
  }

  /** act(board) changes the whole board at once and returns the part that it changed. */
  step(act, inverted = false) {
    const part = act(this.board);
    this.painter.some(part);
    this.keep(part, inverted);
  }

  undo() {
    this.back(this.history.undo());
  }

  redo() {
    this.back(this.history.redo());
  }

  back(part) {
    if (!part) return;
    this.painter.some(part);
    this.changed();
  }

  /** Where the mask of an earlier visit is put: it cannot be undone. */
  start(act) {
    act(this.board);
    this.history.forget();
    this.painter.all();
    this.changed();
  }

  changed() {
    this.edition += 1;
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.count(), SETTLED);
    this.tell("step");
  }

  count() {
    clearTimeout(this.counting);
    this.share = this.board.share();
    this.tell("share");
  }

  looked() {
    this.painter?.all();
    this.ring?.again();
    this.marquee?.hide();
    this.tell("view");
  }

  /** "tool", "step", "share" or "view" changed. */
  tell(what) {
    this.stage.dispatchEvent(new CustomEvent("desk", { bubbles: true, detail: what }));
  }
}
