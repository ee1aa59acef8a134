/* "/" at the caret opens the saved prompts: type to filter, arrows, Enter, Esc; the focus goes back to the caret. */
import { all, on } from "../parts/dom.js";

const PICK_PAUSE = 120; // ms without typing until it is searched
let caret = [0, 0];
let lookingUp = 0;

function promptPicker() {
  return document.getElementById("prompt-picker");
}

function promptField() {
  return document.getElementById("c-prompt");
}

async function siftPrompts(words) {
  const response = await fetch(`${promptPicker().dataset.source}?q=${encodeURIComponent(words)}`);
  if (!response.ok) return;
  promptPicker().querySelector(".picker-rows").innerHTML = await response.text();
  point(rows()[0]);
}

function rows() {
  return all(promptPicker(), ".picker-row");
}

function point(row) {
  for (const one of rows()) one.setAttribute("aria-selected", String(one === row));
  const find = promptPicker().querySelector("[data-find-prompt]");
  if (row) find.setAttribute("aria-activedescendant", row.id);
  else find.removeAttribute("aria-activedescendant");
  row?.scrollIntoView({ block: "nearest" });
}

function open() {
  caret = [promptField().selectionStart, promptField().selectionEnd];
  promptPicker().querySelector(".picker-form").replaceChildren();
  promptPicker().classList.remove("filling");
  const find = promptPicker().querySelector("[data-find-prompt]");
  find.value = "";
  promptPicker().showPopover();
  find.focus();
  siftPrompts("");
}

/** Puts words at the caret, as if they were typed, and the focus behind them. */
export function insert(text) {
  const field = promptField();
  promptPicker().hidePopover();
  field.focus();
  field.setSelectionRange(...caret);
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, ...caret, "end");
  caret = [field.selectionStart, field.selectionEnd];
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The words of a saved prompt, or the form that asks for its variables first. */
async function takePrompt(address) {
  const response = await fetch(address, { headers: { "X-Fragment": "1" } });
  if (!response.ok) return;
  if (response.headers.get("Content-Type").startsWith("application/json")) {
    insert((await response.json()).text);
    return;
  }
  const place = promptPicker().querySelector(".picker-form");
  place.innerHTML = await response.text();
  promptPicker().classList.add("filling");
  place.querySelector("input:not([type=hidden])")?.focus();
}

on("keydown", "#c-prompt", (event, field) => {
  const before = field.value.slice(0, field.selectionStart);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || (before && !/\s$/.test(before))) return;
  event.preventDefault();
  open();
});
on("click", "[data-prompt-picker]", (event) => {
  event.preventDefault();
  open();
});
on("input", "[data-find-prompt]", (event, find) => {
  event.stopPropagation();
  clearTimeout(lookingUp);
  lookingUp = setTimeout(() => siftPrompts(find.value), PICK_PAUSE);
});
on("keydown", "[data-find-prompt]", (event) => {
  const list = rows();
  const at = list.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    point(list[(at + (event.key === "ArrowDown" ? 1 : -1) + list.length) % list.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (list[at]) takePrompt(list[at].href);
  }
});
on("click", "[data-pick-prompt]", (event, row) => {
  event.preventDefault();
  takePrompt(row.href);
});
on("submit", "[data-fill]", (event, form) => {
  if (!promptPicker()?.contains(form)) return;
  event.preventDefault();
  takePrompt(`${form.action}?${new URLSearchParams(new FormData(form))}`);
});
on("click", "[data-save-words]", (event, link) => {
  const address = new URL(link.href);
  address.searchParams.set("text", promptField().value);
  link.href = address;
});

/* Esc closes it by itself; the focus and the caret come back. */
document.addEventListener("toggle", (event) => {
  if (event.target !== promptPicker() || event.newState !== "closed") return;
  promptField().focus();
  promptField().setSelectionRange(...caret);
}, true);
