/* The question before a dear run: Back and Escape take it away. What is left in the bar follows each run. */
import { priceSoon } from "./composer.js";
import { on } from "../parts/dom.js";

const SETTLED = 600; // ms after which the new reservation is asked for

function back() {
  document.querySelector(".ask")?.remove();
  document.querySelector(".generate .go")?.focus();
}

on("click", "[data-ask-back]", (event) => {
  event.preventDefault();
  back();
});
on("keydown", ".ask", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  back();
});

document.addEventListener("run-started", () => {
  document.querySelector(".ask")?.remove();
  priceSoon(SETTLED);
});
