/* Single keys: data-key="f" clicks its element, or focuses it when it is a field; "g s" is a sequence. */
import { on, recall, remember } from "./dom.js";

const FIELDS = "input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable]";
let first = "";
let firstAt = 0;

function enabled() {
  return recall("single-keys") !== "off";
}

function target(keys) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)];
  return found.find((element) => element.checkVisibility() && !element.disabled);
}

function sequence(key) {
  const keys = first && performance.now() - firstAt < 1200 ? `${first} ${key}` : key;
  first = key;
  firstAt = performance.now();
  return keys;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !enabled()) return;
  if (event.target.matches?.(FIELDS) || document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "?") return document.getElementById("keys")?.showModal();
  const keys = sequence(key);
  const element = target(keys) || target(key);
  if (!element) return undefined;
  event.preventDefault();
  if (element.matches(FIELDS)) element.focus();
  else element.click();
  return undefined;
});

const toggle = document.querySelector("[data-keys-switch]");
if (toggle) toggle.checked = enabled();
on("change", "[data-keys-switch]", (event, box) => remember("single-keys", box.checked ? null : "off"));
