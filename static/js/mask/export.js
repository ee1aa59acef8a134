/* The mask as a file and back: a grey PNG exactly as large as the picture, white where it is repainted. */
import { sheetOf } from "./board.js";

const STRIP = 512; // rows at once: a picture of 4096 would take 64 MB in one go
const SEE_THROUGH = 250; // alpha under which a pixel of a file counts as transparent

/** A PNG of the picture's size. ``soft`` is how wide its edge fades, in picture pixels; 0 is black and white alone. */
export async function maskFile(board, soft) {
  const sheet = sheetOf(board.width, board.height);
  const context = sheet.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "black";
  context.fillRect(0, 0, board.width, board.height);
  context.imageSmoothingQuality = "high";
  context.globalCompositeOperation = "source-over";
  context.drawImage(whitened(board, soft), 0, 0, board.width, board.height);
  if (!soft) harden(context, board.width, board.height);
  return new Promise((done) => sheet.toBlob(done, "image/png"));
}

function whitened(board, soft) {
  const { width, height } = board.canvas;
  const sheet = sheetOf(width, height);
  const context = sheet.getContext("2d");
  const pixels = new ImageData(width, height);
  const bytes = soft ? faded(board.alpha(board.whole), width, height, soft * board.scale) : board.alpha(board.whole);
  pixels.data.fill(255);
  for (let index = 0; index < bytes.length; index += 1) pixels.data[index * 4 + 3] = bytes[index];
  context.putImageData(pixels, 0, 0);
  return sheet;
}

/** Nothing between black and white: a soft pixel at the edge goes to the nearer one. */
function harden(context, width, height) {
  for (let top = 0; top < height; top += STRIP) {
    const rows = Math.min(STRIP, height - top);
    const pixels = context.getImageData(0, top, width, rows);
    const words = new Uint32Array(pixels.data.buffer);
    for (let index = 0; index < words.length; index += 1) words[index] = (words[index] & 255) >= 128 ? 0xffffffff : 0xff000000;
    context.putImageData(pixels, 0, top);
  }
}

/** Three passes of a box each way come close to a bell curve, in time that does not grow with its width. */
function faded(bytes, width, height, soft) {
  const reach = Math.max(1, Math.round(soft / 4));
  let from = bytes;
  for (let pass = 0; pass < 3; pass += 1) {
    from = boxed(from, height, width, width, 1, reach);
    from = boxed(from, width, height, 1, width, reach);
  }
  return from;
}

function boxed(from, lines, length, line, step, reach) {
  const to = new Uint8ClampedArray(from.length);
  const across = 2 * reach + 1;
  for (let one = 0; one < lines; one += 1) {
    const start = one * line;
    const at = (index) => from[start + Math.max(0, Math.min(length - 1, index)) * step];
    let sum = 0;
    for (let index = -reach; index <= reach; index += 1) sum += at(index);
    for (let index = 0; index < length; index += 1) {
      to[start + index * step] = sum / across;
      sum += at(index + reach + 1) - at(index - reach);
    }
  }
  return to;
}

/** Takes a picture for the mask: white is repainted, or what is see-through in a file that has such pixels. */
export function takePicture(board, picture) {
  const { width, height } = board.canvas;
  const context = sheetOf(width, height).getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const bytes = new Uint8ClampedArray(width * height);
  let clear = false;
  for (let index = 3; index < data.length; index += 4) clear ||= data[index] < SEE_THROUGH;
  for (let index = 0; index < bytes.length; index += 1) {
    const place = index * 4;
    bytes[index] = clear ? 255 - data[place + 3] : (data[place] * 77 + data[place + 1] * 150 + data[place + 2] * 29) >> 8;
  }
  board.put(board.whole, bytes);
  return board.whole;
}

/** The picture of a file or an address, decoded. Throws where it is none. */
export async function decodedPicture(source) {
  const address = source instanceof Blob ? URL.createObjectURL(source) : source;
  const picture = new Image();
  picture.src = address;
  try {
    await picture.decode();
    return picture;
  } finally {
    if (source instanceof Blob) URL.revokeObjectURL(address);
  }
}
