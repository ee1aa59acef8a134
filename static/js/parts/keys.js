/* Keys: data-key="f" clicks its element, or focuses it when it is a field; "g s" is a sequence, "shift+r" a letter with
   Shift, "alt+i" acts in a field too. studio/shortcuts.py lists them all: the sheet is drawn from it. */
import { all, on, singleKeys, tokenHeaders } from "./dom.js";
import { openDialog } from "./dialog.js";
import { pressed, target } from "./key-target.js";

const FIELDS = "input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable]";
let first = "";
let firstAt = 0;

function sheet() {
  return document.getElementById("keys");
}

function sequence(key) {
  const keys = first && performance.now() - firstAt < 1200 ? `${first} ${key}` : key;
  first = key;
  firstAt = performance.now();
  return keys;
}

/** A new run from a page without a composer: the studio, with its prompt in focus. */
function elsewhere(key) {
  const studio = document.querySelector('[data-key="g s"]');
  if (key !== "n" || !studio || document.getElementById("composer")) return false;
  location.assign(`${studio.getAttribute("href")}#c-prompt`);
  return true;
}

function use(element) {
  const closed = element.closest("[popover]:not(:popover-open)");
  if (closed && element.matches("[popovertarget]")) closed.showPopover();
  if (element.matches(`${FIELDS}, [popovertarget], [data-near] button`)) element.focus();
  if (!element.matches(FIELDS)) element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (!event.altKey && event.target.matches?.(FIELDS)) return;
  const [key, plain = key] = pressed(event);
  if (key === "?") return open(event);
  if (!key || (plain.length === 1 && !singleKeys())) return;
  const element = target(sequence(plain)) || target(key) || target(plain);
  if (!element) return elsewhere(key) && event.preventDefault();
  event.preventDefault();
  use(element);
  return undefined;
});

function open(event) {
  if (!sheet()) return;
  event.preventDefault();
  openDialog(sheet());
}

/* The sheet's search: by what a key does or by what stands on it. */
on("input", "[data-find-key]", (event, field) => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = all(sheet(), "[data-shortcut]");
  for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  for (const section of all(sheet(), "section")) section.hidden = !section.querySelector("[data-shortcut]:not([hidden])");
  sheet().querySelector("[data-no-key]").hidden = rows.some((row) => !row.hidden);
});
sheet()?.addEventListener("close", () => {
  const field = sheet().querySelector("[data-find-key]");
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

/* Switches of the account that act at once, here and in the account page; without script their form is sent. */
on("submit", "[data-keys-form], [data-tone-form]", async (event, form) => {
  event.preventDefault();
  const button = event.submitter;
  const answer = await fetch(form.action, {
    method: "POST", headers: tokenHeaders(), body: new URLSearchParams({ [button.name]: button.value }),
  }).catch(() => null);
  if (!answer?.ok) return form.submit();
  const on = button.value === "on";
  for (const twin of document.querySelectorAll(`[role=switch][name="${button.name}"]`)) {
    twin.setAttribute("aria-checked", String(on));
    twin.value = on ? "off" : "on";
  }
  document.body.dataset[button.name === "tone" ? "tone" : "singleKeys"] = on ? "on" : "off";
  form.dispatchEvent(new CustomEvent("switched", { bubbles: true, detail: { name: button.name, on } }));
  return undefined;
});
