/* The mask of a picture stays for this tab's life, so that it is there for the next run and after a reload; one that was
   sent is named by the address (?mask=), and comes from there in another tab. */
import { decodedPicture, takePicture } from "./export.js";

const PAUSE = 500; // ms without a step until it is written
let writing = 0;

function wanted() {
  return document.getElementById("keep-mask").checked;
}

function keyOf(desk) {
  return `mask-${desk.stage.dataset.image}`;
}

function store(key, value) {
  try {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  } catch {
    /* A full storage loses the mask at the end of the visit, nothing else. */
  }
}

function recalled(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(desk) {
  if (!desk.share || !wanted()) store(keyOf(desk), null);
  else store(keyOf(desk), JSON.stringify({ mask: desk.board.canvas.toDataURL("image/png"), soft: desk.feather() }));
}

/** Puts back what an earlier visit left, this tab's own before the one that the address names. */
export async function recallMask(desk) {
  const kept = JSON.parse(recalled(keyOf(desk)) || "null");
  const { width, height } = desk.board.canvas;
  try {
    if (kept) {
      const picture = await decodedPicture(kept.mask);
      desk.start((board) => board.put(board.whole, alphaOf(picture, width, height)));
      soften(kept.soft);
    } else if (desk.stage.dataset.mask) {
      const picture = await decodedPicture(desk.stage.dataset.mask);
      desk.start((board) => takePicture(board, picture));
    }
  } catch {
    store(keyOf(desk), null);
  }
  document.addEventListener("desk", (event) => {
    if (event.detail !== "share") return;
    clearTimeout(writing);
    writing = setTimeout(() => write(desk), PAUSE);
  });
  addEventListener("pagehide", () => write(desk));
}

function alphaOf(picture, width, height) {
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return Uint8ClampedArray.from({ length: width * height }, (_, index) => data[index * 4 + 3]);
}

function soften(soft) {
  const slider = document.getElementById("soft-edge");
  slider.value = String(soft || 0);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}

/** After a run: the mask stays, unless the switch says that it was for once. */
export function afterRun(desk) {
  if (wanted()) return;
  desk.step((board) => board.everything(true));
  desk.count();
}
