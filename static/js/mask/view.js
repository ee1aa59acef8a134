/* Where the picture lies on the stage: fit, zoom about a point, pan. One picture pixel is `scale` CSS pixels. */
const LARGEST = 16;
const MARGIN = 24; // CSS pixels around a fitted picture
const HELD = 48; // CSS pixels of the picture that stay in sight

export class View {
  constructor(stage, sheet, width, height, changed) {
    Object.assign(this, { stage, sheet, width, height, changed, scale: 1, left: 0, top: 0, fitted: true });
    new ResizeObserver(() => (this.fitted ? this.fit() : this.settle())).observe(stage);
  }

  get smallest() {
    return Math.min(1, this.fitting());
  }

  fitting() {
    const { clientWidth, clientHeight } = this.stage;
    const style = getComputedStyle(this.stage);
    const head = parseFloat(style.getPropertyValue("--stage-head")) || 0;
    const across = (clientWidth - 2 * MARGIN) / this.width;
    return Math.max(0.01, Math.min(across, (clientHeight - 2 * MARGIN - head) / this.height));
  }

  fit() {
    const head = parseFloat(getComputedStyle(this.stage).getPropertyValue("--stage-head")) || 0;
    this.fitted = true;
    this.scale = this.fitting();
    this.left = (this.stage.clientWidth - this.width * this.scale) / 2;
    this.top = head + (this.stage.clientHeight - head - this.height * this.scale) / 2;
    this.settle();
  }

  /** Zooms so that the point of the picture under (x, y), CSS pixels of the stage, stays there. */
  zoom(factor, x = this.stage.clientWidth / 2, y = this.stage.clientHeight / 2) {
    const scale = Math.max(this.smallest, Math.min(LARGEST, this.scale * factor));
    this.left = x - ((x - this.left) * scale) / this.scale;
    this.top = y - ((y - this.top) * scale) / this.scale;
    this.scale = scale;
    this.fitted = false;
    this.settle();
  }

  pan(across, down) {
    this.left += across;
    this.top += down;
    this.fitted = false;
    this.settle();
  }

  settle() {
    const { clientWidth, clientHeight } = this.stage;
    this.left = Math.max(HELD - this.width * this.scale, Math.min(clientWidth - HELD, this.left));
    this.top = Math.max(HELD - this.height * this.scale, Math.min(clientHeight - HELD, this.top));
    Object.assign(this.sheet.style, {
      inlineSize: `${this.width * this.scale}px`,
      blockSize: `${this.height * this.scale}px`,
      translate: `${this.left}px ${this.top}px`,
    });
    this.changed();
  }

  /** A pointer's place in CSS pixels of the stage. */
  onStage(event) {
    const at = this.stage.getBoundingClientRect();
    return { x: event.clientX - at.left, y: event.clientY - at.top };
  }

  /** The same in picture pixels, which may lie outside of it. */
  inPicture(event) {
    const { x, y } = this.onStage(event);
    return { x: (x - this.left) / this.scale, y: (y - this.top) / this.scale };
  }
}
