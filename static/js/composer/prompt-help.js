/* A suggestion is accepted, edited or dismissed; Ctrl Z brings back what stood there before. */
import { announce, on, word } from "../parts/dom.js";

let before = null;
let after = null;

function helpedField() {
  return document.getElementById("c-prompt");
}

function put(text) {
  helpedField().value = text;
  helpedField().dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  document.getElementById("prompt-help").replaceChildren();
}

on("click", "[data-help]", (event, button) => button.closest("[popover]").hidePopover());

on("click", "[data-accept]", (event, link) => {
  event.preventDefault();
  const words = link.closest("[data-help-box]").querySelector("[data-suggestion]").content.textContent;
  [before, after] = [helpedField().value, words];
  put(words);
  close();
  helpedField().focus();
  if (link.dataset.accept === "edit") helpedField().setSelectionRange(words.length, words.length);
  announce(word("suggestionTaken"));
});

on("click", "[data-dismiss-help]", (event) => {
  event.preventDefault();
  close();
  helpedField().focus();
});

on("keydown", "#c-prompt", (event, field) => {
  const undo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
  if (!undo || before === null || field.value !== after) return;
  event.preventDefault();
  put(before);
  before = null;
  announce(word("wordsBack"));
});
