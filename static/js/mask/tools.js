/* What each tool does with a drag. A tool is {begin, go, end, cancel}; points are {x, y, radius} in picture pixels. */
import { joined } from "./board.js";

/** Brush and eraser: drawn as the pointer moves. With Shift a straight line from where the last stroke ended. */
export class Brush {
  constructor(desk, erase) {
    Object.assign(this, { desk, erase, last: null, ended: null, part: null });
  }

  begin(point, { erase, straight }) {
    this.erasing = this.erase || erase;
    this.part = null;
    this.last = straight && this.ended ? this.ended : point;
    this.go(point);
  }

  go(point) {
    const { board, painter } = this.desk;
    const part = board.stroke(this.last, point, this.erasing);
    this.last = point;
    this.part = joined(this.part, part);
    painter.some(part);
  }

  end() {
    this.ended = this.last;
    this.desk.keep(this.part);
  }

  cancel() {
    this.desk.drop(this.part);
  }
}

/** Rectangle and lasso: an outline while the pointer moves, an area at its end. Alt takes away. */
class Outline {
  constructor(desk) {
    Object.assign(this, { desk, points: [] });
  }

  begin(point, { erase }) {
    this.erasing = erase;
    this.points = [[point.x, point.y]];
    this.desk.marquee.show(this.outline());
  }

  go(point) {
    this.add([point.x, point.y]);
    this.desk.marquee.show(this.outline());
  }

  end() {
    this.desk.marquee.hide();
    const outline = this.outline();
    if (outline.length < 3 || !this.holdsSomething(outline)) return;
    const part = this.desk.board.area(outline, this.erasing);
    this.desk.painter.some(part);
    this.desk.keep(part);
  }

  holdsSomething(outline) {
    const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
    return Math.max(...xs) - Math.min(...xs) >= 1 && Math.max(...ys) - Math.min(...ys) >= 1;
  }

  cancel() {
    this.desk.marquee.hide();
  }
}

export class Lasso extends Outline {
  add(point) {
    this.points.push(point);
  }

  outline() {
    return this.points;
  }
}

export class Rectangle extends Outline {
  add(point) {
    this.points[1] = point;
  }

  outline() {
    const [[left, top], [right, bottom] = [left, top]] = this.points;
    return [[left, top], [right, top], [right, bottom], [left, bottom]];
  }
}

/** The dashed outline that follows a rectangle or lasso: two SVG polygons, white under black. */
export class Marquee {
  constructor(svg, view) {
    Object.assign(this, { svg, view });
  }

  show(outline) {
    const { left, top, scale } = this.view;
    const points = outline.map(([x, y]) => `${(left + x * scale).toFixed(1)},${(top + y * scale).toFixed(1)}`).join(" ");
    for (const polygon of this.svg.children) polygon.setAttribute("points", points);
  }

  hide() {
    for (const polygon of this.svg.children) polygon.setAttribute("points", "");
  }
}
