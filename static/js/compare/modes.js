/* Side by side, a slider over two, one at a time with a flip on hover; names hidden for a blind look. */
import { announce, on } from "../parts/dom.js";
import { comparison, look, where } from "./zoom.js";

const modes = [...document.querySelectorAll("[data-mode-of]")];
const wipe = document.querySelector("[data-wipe]");

function setMode(button) {
  comparison.dataset.mode = button.dataset.modeOf;
  for (const mode of modes) mode.setAttribute("aria-pressed", String(mode === button));
  for (const head of comparison.querySelectorAll("[data-column] > header")) {
    head.tabIndex = button.dataset.modeOf === "one" ? 0 : -1;
  }
  look(where().z);
}

/** Only one at a time: this one. */
function flip(column) {
  comparison.querySelector(".shown")?.classList.remove("shown");
  column.classList.add("shown");
  look(where().z);
}

on("click", "[data-mode-of]", (event, button) => setMode(button));
on("click", "[data-next-mode]", () => {
  const able = modes.filter((mode) => !mode.disabled);
  const at = able.findIndex((mode) => mode.dataset.modeOf === comparison.dataset.mode);
  const next = able[(at + 1) % able.length];
  setMode(next);
  announce(next.textContent);
});
for (const type of ["pointerover", "focusin", "click"]) {
  on(type, "[data-mode=one] [data-column] > header", (event, head) => flip(head.parentElement));
}
on("input", "[data-wipe]", () => comparison.style.setProperty("--wiped", `${wipe.value}%`));
on("change", "[data-hide-names] input", (event, box) => {
  comparison.classList.toggle("nameless", box.checked);
});

if (comparison) {
  document.querySelector("[data-modes]").hidden = false;
  document.querySelector("[data-hide-names]").hidden = false;
  if (wipe) wipe.hidden = false;
}
