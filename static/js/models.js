/* The model picker: find, filter, prices at the shape of now, and a click that chooses and closes. */
import { all, on } from "./dom.js";

function picker() {
  return document.getElementById("models");
}

function sift() {
  const words = picker().querySelector("[data-find-model]").value.toLowerCase().split(/\s+/).filter(Boolean);
  const taking = picker().querySelector("[data-only-references]").checked;
  let shown = 0;
  for (const row of all(picker(), ".model-row")) {
    const fits = words.every((word) => row.dataset.search.includes(word)) && (!taking || "references" in row.dataset);
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  picker().querySelector(".no-model").hidden = shown > 0;
}

on("input", "[data-find-model], [data-only-references]", (event) => {
  event.stopPropagation();
  sift();
});
on("keydown", "[data-find-model]", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  const row = all(picker(), ".model-row:not([hidden], .retired)")[0];
  if (!row) return;
  row.querySelector("input").focus();
  if (event.key === "Enter") choose(row.querySelector("input"));
});

function choose(radio) {
  if (!radio.checked) {
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }
  picker().hidePopover();
}

/* Arrow keys make clicks too, with detail 0: they move on, a pointer or Enter chooses. */
on("click", ".model-row", (event) => {
  if (event.detail > 0 && event.target.closest("label")) setTimeout(() => picker().hidePopover(), 0);
});
on("keydown", ".model-row input", (event, radio) => {
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) choose(radio);
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
document.addEventListener("htmx:afterSettle", (event) => event.target.id === "model-list" && sift());

/* "@" opens the picker from an empty prompt or after a space. */
on("keydown", "#c-prompt", (event, prompt) => {
  const before = prompt.value.slice(0, prompt.selectionStart);
  if (event.key !== "@" || (before && !/\s$/.test(before))) return;
  event.preventDefault();
  picker().showPopover();
});
