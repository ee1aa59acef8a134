/* The composer: price after each change, panel after a change of models, Ctrl+Enter, the draft, the sheet on a phone.
   A key that is typed starts one timer and reads nothing: the form is gathered when it stands still. */
import { all, announce, each, on, recall, remember } from "../parts/dom.js";

const TYPING = 350; // ms without typing until the price is asked for
const TICKING = 150; // ms between ticks in the picker until the panel is drawn
const WIDE = matchMedia("(width >= 1180px)");
const PHONE = matchMedia("(width < 720px)");
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "key", "files"]);
let timer = 0;
let drawing = 0;
let keeping = 0;
let told = document.getElementById("go-state")?.value || ""; // why Generate is blocked, as it was last said
let priceDue = false; // the form changed since: that may hold no more, and a press is the server's to judge

function form() {
  return document.getElementById("composer");
}

export function prompt() {
  return document.getElementById("c-prompt");
}

export function draftKey() {
  return `draft-${form().dataset.draft}`;
}

/** What was written, as a query; without secrets and files. */
export function written() {
  const pairs = [...new FormData(form())].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
  return new URLSearchParams(pairs).toString();
}

function keep() {
  if (form()) remember(draftKey(), written());
}

/** Asks for the price and keeps the draft, at once or after a pause. */
export function priceSoon(pause = 0) {
  clearTimeout(timer);
  priceDue = true;
  timer = setTimeout(() => {
    keep();
    window.htmx.trigger("#quote", "quote");
  }, pause);
}

/** Draws the panel, chips and tray anew for what is chosen. */
export function redraw() {
  keep();
  window.htmx.trigger("#panel-body", "redraw");
}

/** The same with a field more, such as the option that is set apart. */
function redrawWith(values) {
  const panel = form().querySelector("#panel-body");
  return window.htmx.ajax("POST", panel.getAttribute("hx-post"), { source: panel, target: panel, swap: "innerHTML", values });
}

function ready() {
  const go = form()?.querySelector(".go");
  const state = document.getElementById("go-state");
  if (!go || !state) return;
  go.title = state.value;
  if (state.value && state.value !== told) announce(state.value);
  told = state.value;
  go.disabled = Boolean(state.value) || (state.dataset.needsPrompt === "1" && !prompt().value.trim());
}

function unfold(open) {
  document.querySelector("[data-composer]")?.classList.toggle("open", open);
}

/** Draws the composer as a query of earlier says. */
export function fill(query) {
  const draft = new URLSearchParams(query);
  prompt().value = draft.get("prompt") || "";
  const models = draft.getAll("model");
  for (const box of form().querySelectorAll("[name=model]")) box.checked = models.includes(box.value);
  const values = {};
  for (const name of draft.keys()) values[name] = draft.getAll(name);
  remember(draftKey(), query);
  return redrawWith(values);
}

function restore() {
  const kept = recall(draftKey());
  if (kept && !form().hasAttribute("data-prefilled") && kept !== written()) fill(kept);
}

on("input", "#composer", (event) => {
  if (event.target.name !== "model") priceSoon(TYPING);
  keeping ||= setTimeout(() => (keeping = keep() || 0), TYPING); // a price waits for a pause in typing, a draft does not
  ready();
});
on("change", "#composer", (event) => {
  clearTimeout(drawing);
  if (event.target.name === "model") drawing = setTimeout(redraw, TICKING);
  else if (event.target.name) priceSoon();
});
on("click", "[data-redraw]", (event, button) => {
  event.preventDefault();
  redrawWith({ [button.name]: button.value });
});
addEventListener("pagehide", keep);

on("keydown", "#composer", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  const go = form().querySelector(".go");
  if (!go.disabled || (priceDue && prompt().value.trim())) form().requestSubmit(go.disabled ? null : go);
  else if (go.title) announce(go.title);
});
on("keydown", "#composer input", (event, input) => {
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && input.type !== "file") event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.code !== "KeyA" || !prompt()) return;
  event.preventDefault();
  prompt().focus();
});

/* A chip goes to its field in the panel beside the feed; under 1180 px it opens the panel as it is. */
on("click", "[data-goto]", (event, chip) => {
  if (WIDE.matches) event.preventDefault();
  const fields = all(document, `#panel [name="${CSS.escape(chip.dataset.goto)}"]`);
  const field = fields.find((one) => one.checked) || fields[0];
  const folded = field?.closest("details");
  if (folded) folded.open = true;
  setTimeout(() => field?.focus(), WIDE.matches ? 0 : 60);
});
on("click", ".options-chip", (event) => {
  if (WIDE.matches) event.preventDefault();
});

on("focusin", "#c-prompt", () => PHONE.matches && unfold(true));
on("click", "[data-fold]", () => unfold(false));
on("keydown", ".composer.open", (event) => event.key === "Escape" && unfold(false));

document.addEventListener("run-started", (event) => {
  form().elements.key.value = event.detail.key;
  document.getElementById("empty")?.remove();
  unfold(false);
});

each(() => form() && ready());
document.addEventListener("htmx:oobAfterSwap", (event) => event.target.id === "go-state" && ready((priceDue = false)));
if (form()) restore();
