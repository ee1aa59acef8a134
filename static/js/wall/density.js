/* How tall the rows of a wall are: a slider, + and -, remembered by this browser. */
import { on, recall, remember, singleKeys } from "../parts/dom.js";

const slider = document.getElementById("density");

function setDensity(height) {
  document.documentElement.style.setProperty("--rowh-set", `${height}px`);
}

const kept = Number(recall("rowh"));
if (slider) slider.closest("[data-density]").hidden = false;
if (slider && kept >= Number(slider.min) && kept <= Number(slider.max)) {
  slider.value = String(kept);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}
if (kept) setDensity(kept);

on("input", "#density", (event, moved) => {
  setDensity(moved.value);
  remember("rowh", moved.value);
});

document.addEventListener("keydown", (event) => {
  if (!slider || event.ctrlKey || event.metaKey || event.altKey || !singleKeys()) return;
  if (event.target.matches("input, textarea, select") || !["+", "-"].includes(event.key)) return;
  if (event.key === "+") slider.stepUp();
  else slider.stepDown();
  slider.dispatchEvent(new Event("input", { bubbles: true }));
});
