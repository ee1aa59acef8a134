/* A pin of a review or a comment (?pin=x,y) as the beginning of a mask: a round spot that can be painted on. */
const SHARE = 0.09; // of the picture's shorter side
const CORNERS = 48;

export function startAtPin(desk) {
  const [x, y] = (desk.stage.dataset.pin || "").split(",").map(Number);
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
  const { width, height } = desk.board;
  const radius = Math.max(4, Math.min(width, height) * SHARE);
  const spot = Array.from({ length: CORNERS }, (_, corner) => {
    const angle = (corner / CORNERS) * 2 * Math.PI;
    return [x * width + radius * Math.cos(angle), y * height + radius * Math.sin(angle)];
  });
  desk.step((board) => board.area(spot, false));
  desk.count();
  return true;
}
