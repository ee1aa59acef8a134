/* The mask without a pointer, and by file: a rectangle by figures, a file up, the mask down. */
import { on } from "../parts/dom.js";
import { sayShare } from "./bar.js";
import { decodedPicture, maskFile, takePicture } from "./export.js";
import { toast } from "../parts/toast.js";

export function wireFigures(desk) {
  on("click", "[data-figures]", (event, button) => rectangle(desk, button.dataset.figures === "less"));
  on("change", "#mask-file", (event, input) => {
    const [file] = input.files;
    input.value = "";
    if (file) take(desk, file);
  });
  on("click", "[data-mask-download]", () => download(desk));
  desk.stage.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  desk.stage.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    take(desk, file);
  });
}

function rectangle(desk, erase) {
  const fields = ["left", "top", "wide", "high"].map((name) => document.getElementById(`figure-${name}`));
  const [left, top, wide, high] = fields.map((field) => Number(field.value));
  const wrong = fields.find((field) => !field.checkValidity() || field.value === "");
  const told = document.getElementById("figures-told");
  const outside = left >= desk.board.width || top >= desk.board.height;
  told.hidden = !wrong && !outside;
  told.textContent = wrong ? told.dataset.wrong : told.dataset.outside;
  if (wrong || outside) {
    (wrong || fields[0]).focus();
    return;
  }
  const right = Math.min(desk.board.width, left + wide);
  const bottom = Math.min(desk.board.height, top + high);
  desk.step((board) => board.area([[left, top], [right, top], [right, bottom], [left, bottom]], erase));
  sayShare(desk);
}

/** A file as the mask; one of another size is refused, since it would lie askew. */
async function take(desk, file) {
  const { board, stage } = desk;
  let picture;
  try {
    picture = await decodedPicture(file);
  } catch {
    toast(stage.dataset.noPicture, { failed: true });
    return;
  }
  const { naturalWidth: wide, naturalHeight: high } = picture;
  if (wide !== board.width || high !== board.height) {
    toast(`${stage.dataset.otherSize} ${wide} × ${high}, ${board.width} × ${board.height}.`, { failed: true });
    return;
  }
  desk.step((one) => takePicture(one, picture));
  sayShare(desk);
}

async function download(desk) {
  const file = await maskFile(desk.board, desk.feather());
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: desk.stage.dataset.maskName });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
