/* Mouse, pen and fingers on the stage. One finger draws, two pan and zoom; the middle button or Space pans; the wheel
   zooms about the pointer; a pen's pressure widens the stroke where that is switched on, and its other end erases. */
const PEN_ERASER = 32; // in PointerEvent.buttons
const LIGHTEST = 0.25; // of the size, at no pressure

export class Pointer {
  constructor(stage, desk) {
    Object.assign(this, { stage, desk, down: new Map(), act: null, spaced: false });
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    stage.addEventListener("pointerup", (event) => this.lift(event));
    stage.addEventListener("pointercancel", (event) => this.lift(event, true));
    stage.addEventListener("pointerleave", () => desk.ring.hide());
    stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    stage.addEventListener("contextmenu", (event) => this.down.size && event.preventDefault());
  }

  press(event) {
    if (event.target.closest("button, a, input, [popover], .stage-bar")) return;
    if (event.button > 1 && !(event.buttons & PEN_ERASER)) return;
    event.preventDefault();
    document.activeElement?.blur();
    this.capture(event.pointerId);
    this.down.set(event.pointerId, this.desk.view.onStage(event));
    if (this.down.size === 2) this.pinch();
    else if (this.down.size === 1) this.begin(event);
  }

  /** A pointer that is gone already, or one that a script made up, cannot be captured. */
  capture(id) {
    try {
      this.stage.setPointerCapture(id);
    } catch {
      /* Its moves still come while it is over the stage. */
    }
  }

  begin(event) {
    const { desk } = this;
    if (this.spaced || event.button === 1 || desk.tool === "hand") {
      this.act = "pan";
      return;
    }
    this.act = desk.current;
    this.act.begin(this.point(event), { erase: event.altKey || Boolean(event.buttons & PEN_ERASER), straight: event.shiftKey });
  }

  /** The second finger takes back what the first one began. */
  pinch() {
    this.act?.cancel?.();
    this.act = "pinch";
    this.desk.ring.hide();
  }

  move(event) {
    const before = this.down.get(event.pointerId);
    this.desk.ring.follow(this.desk.view.onStage(event), event.pointerType);
    if (!before) return;
    const now = this.desk.view.onStage(event);
    this.down.set(event.pointerId, now);
    if (this.act === "pan") this.desk.view.pan(now.x - before.x, now.y - before.y);
    else if (this.act === "pinch") this.spread(event.pointerId, before, now);
    else if (this.act) this.trace(event);
  }

  trace(event) {
    const moves = event.getCoalescedEvents?.() || [];
    for (const move of moves.length ? moves : [event]) this.act.go(this.point(move));
  }

  spread(id, before, now) {
    const other = [...this.down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const [was, is] = [before, now].map((at) => Math.hypot(at.x - other.x, at.y - other.y));
    this.desk.view.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    if (was > 0) this.desk.view.zoom(is / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
  }

  lift(event, lost = false) {
    if (!this.down.delete(event.pointerId)) return;
    if (typeof this.act === "string") {
      if (!this.down.size) this.act = null;
      return;
    }
    if (lost) this.act?.cancel();
    else this.act?.end();
    this.act = null;
  }

  point(event) {
    const { desk } = this;
    const pressed = event.pointerType === "pen" && desk.pressure() ? LIGHTEST + (1 - LIGHTEST) * event.pressure : 1;
    return { ...desk.view.inPicture(event), radius: (desk.size() / 2) * pressed };
  }

  wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey || (event.deltaX && !event.ctrlKey)) {
      this.desk.view.pan(-(event.deltaX || event.deltaY) * unit, event.shiftKey ? 0 : -event.deltaY * unit);
      return;
    }
    const { x, y } = this.desk.view.onStage(event);
    this.desk.view.zoom(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0015)), x, y);
  }
}

/** The circle that shows how large the brush is. */
export class Ring {
  constructor(element, desk) {
    Object.assign(this, { element, desk, at: null });
  }

  follow(at, kind) {
    this.at = at;
    const drawn = this.desk.tool === "brush" || this.desk.tool === "eraser";
    this.element.hidden = !drawn || kind === "touch" || this.desk.panning();
    const across = this.desk.size() * this.desk.view.scale;
    Object.assign(this.element.style, {
      inlineSize: `${across}px`, blockSize: `${across}px`, translate: `${at.x - across / 2}px ${at.y - across / 2}px`,
    });
  }

  again() {
    if (this.at && !this.element.hidden) this.follow(this.at, "mouse");
  }

  hide() {
    this.element.hidden = true;
  }
}
