/* "/" at the caret opens the saved prompts: type to filter, arrows, Enter, Esc; the focus goes back to the caret. */
import { all, on } from "./dom.js";

const PAUSE = 120; // ms without typing until it is searched
let caret = [0, 0];
let timer = 0;

function picker() {
  return document.getElementById("prompt-picker");
}

function prompt() {
  return document.getElementById("c-prompt");
}

async function sift(words) {
  const response = await fetch(`${picker().dataset.source}?q=${encodeURIComponent(words)}`);
  if (!response.ok) return;
  picker().querySelector(".picker-rows").innerHTML = await response.text();
  mark(rows()[0]);
}

function rows() {
  return all(picker(), ".picker-row");
}

function mark(row) {
  for (const one of rows()) one.setAttribute("aria-selected", String(one === row));
  const find = picker().querySelector("[data-find-prompt]");
  if (row) find.setAttribute("aria-activedescendant", row.id);
  else find.removeAttribute("aria-activedescendant");
  row?.scrollIntoView({ block: "nearest" });
}

function open() {
  caret = [prompt().selectionStart, prompt().selectionEnd];
  picker().querySelector(".picker-form").replaceChildren();
  picker().classList.remove("filling");
  const find = picker().querySelector("[data-find-prompt]");
  find.value = "";
  picker().showPopover();
  find.focus();
  sift("");
}

/** Puts words at the caret, as if they were typed, and the focus behind them. */
export function insert(text) {
  const field = prompt();
  picker().hidePopover();
  field.focus();
  field.setSelectionRange(...caret);
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, ...caret, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The words of a saved prompt, or the form that asks for its variables first. */
async function take(address) {
  const response = await fetch(address, { headers: { "X-Fragment": "1" } });
  if (!response.ok) return;
  if (response.headers.get("Content-Type").startsWith("application/json")) {
    insert((await response.json()).text);
    return;
  }
  const place = picker().querySelector(".picker-form");
  place.innerHTML = await response.text();
  picker().classList.add("filling");
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
  clearTimeout(timer);
  timer = setTimeout(() => sift(find.value), PAUSE);
});
on("keydown", "[data-find-prompt]", (event) => {
  const list = rows();
  const at = list.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(list[(at + (event.key === "ArrowDown" ? 1 : -1) + list.length) % list.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (list[at]) take(list[at].href);
  }
});
on("click", "[data-pick-prompt]", (event, row) => {
  event.preventDefault();
  take(row.href);
});
on("submit", "[data-fill]", (event, form) => {
  if (!picker()?.contains(form)) return;
  event.preventDefault();
  take(`${form.action}?${new URLSearchParams(new FormData(form))}`);
});
on("click", "[data-save-words]", (event, link) => {
  const address = new URL(link.href);
  address.searchParams.set("text", prompt().value);
  link.href = address;
});

/* Esc closes it by itself; the focus and the caret come back. A slash that finds nothing can be typed twice. */
document.addEventListener("toggle", (event) => {
  if (event.target !== picker() || event.newState !== "closed") return;
  prompt().focus();
  prompt().setSelectionRange(...caret);
}, true);
