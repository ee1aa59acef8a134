/* The edit page. */
import "./mask/edit-sheet.js";
import "./mask/versions.js";
import "./parts/clocks.js";
import { wireBar } from "./mask/bar.js";
import { Desk } from "./mask/desk.js";
import { wireFigures } from "./mask/figures.js";
import { recallMask } from "./mask/keep.js";
import { startAtPin } from "./mask/pin.js";
import { wireSend } from "./mask/send.js";

const stage = document.querySelector(".edit-stage[data-image]");

if (stage) {
  const desk = new Desk(stage);
  stage.closest(".edit").classList.add("drawing");
  wireBar(desk);
  wireFigures(desk);
  wireSend(desk);
  if (!startAtPin(desk)) recallMask(desk);
  stage.desk = desk;
}
