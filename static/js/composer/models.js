/* The model picker: find, filter, prices at the shape of now, and ticks for one to eight models. */
import { all, on, word } from "../parts/dom.js";
import { toast } from "../parts/toast.js";

const MOST_MODELS = 8;

function picker() {
  return document.getElementById("models");
}

function sift() {
  const words = picker().querySelector("[data-find-model]").value.toLowerCase().split(/\s+/).filter(Boolean);
  const taking = all(picker(), "[data-only]:checked").map((box) => box.dataset.only);
  let shown = 0;
  for (const row of all(picker(), ".model-row")) {
    const fits = words.every((word) => row.dataset.search.includes(word)) && taking.every((what) => what in row.dataset);
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  picker().querySelector(".no-model").hidden = shown > 0;
}

on("input", "[data-find-model], [data-only]", (event) => {
  event.stopPropagation();
  sift();
});
on("keydown", "[data-find-model]", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  const box = all(picker(), ".model-row:not([hidden]) input:not(:disabled)")[0];
  if (event.key === "Enter") box?.click();
  else box?.focus();
});

/* Arrow keys move through the list, Space and Enter tick. */
on("keydown", ".model-row input", (event, box) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) box.click();
  if (!step) return;
  event.preventDefault();
  const boxes = all(picker(), ".model-row:not([hidden]) input:not(:disabled)");
  const next = boxes[boxes.indexOf(box) + step];
  (next || (step < 0 && picker().querySelector("[data-find-model]")))?.focus?.();
});

on("click", ".model-row input", (event, box) => {
  if (!box.checked || all(picker(), "[name=model]:checked").length <= MOST_MODELS) return;
  event.preventDefault();
  toast(word("modelsMost", { n: MOST_MODELS }), { failed: true });
});

on("click", "[data-clear-models]", () => {
  const ticked = all(picker(), "[name=model]:checked");
  for (const box of ticked) box.checked = false;
  ticked[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  picker().querySelector("[data-find-model]").focus();
});

document.addEventListener("beforetoggle", (event) => {
  if (event.target !== picker() || event.newState !== "open") return;
  window.htmx.trigger("#model-list", "stale");
}, true);
document.addEventListener("toggle", (event) => {
  if (event.target !== picker() || event.newState !== "open") return;
  picker().querySelector(":checked")?.scrollIntoView({ block: "nearest" });
  picker().querySelector("[data-find-model]").focus({ preventScroll: true });
}, true);
/* Rows that come anew keep the ticks of now, also those made while they were under way. */
let ticks = new Set();
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id === "model-list") ticks = new Set(all(picker(), "[name=model]:checked").map((box) => box.value));
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "model-list") return;
  for (const box of all(picker(), "[name=model]")) box.checked = ticks.has(box.value);
  sift();
});

/* "@" opens the picker from an empty prompt or after a space. */
on("keydown", "#c-prompt", (event, prompt) => {
  const before = prompt.value.slice(0, prompt.selectionStart);
  if (event.key !== "@" || (before && !/\s$/.test(before))) return;
  event.preventDefault();
  picker().showPopover();
});
