/* Option rows: the Changed mark, Reset without a round trip, and a seed that is rolled. */
import { on } from "../parts/dom.js";

function fields(row) {
  return [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];
}

function valueOf(row) {
  const [field] = fields(row);
  if (field.type === "radio") return fields(row).find((one) => one.checked)?.value ?? "";
  if (field.type === "checkbox") return String(field.checked);
  return field.value.trim();
}

function mark(row) {
  const note = row.querySelector(".changed");
  if (!note) return;
  note.hidden = valueOf(row) === row.dataset.default;
}

function set(row, value) {
  const [field] = fields(row);
  if (field.type === "radio") fields(row).forEach((one) => { one.checked = one.value === value; });
  else if (field.type === "checkbox") field.checked = value === "true";
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

on("input", "[data-option]", (event, row) => mark(row));

/* A row that means something with a value of another one alone comes and goes with it. */
on("change", "#panel", (event) => {
  for (const row of document.querySelectorAll(`[data-needs="${CSS.escape(event.target.name)}"]`)) {
    const met = row.dataset.needsValues.split(" ").includes(event.target.value);
    row.hidden = !met && valueOf(row) === row.dataset.default;
  }
});

on("click", ".reset", (event, button) => {
  event.preventDefault();
  const row = button.closest("[data-option]");
  set(row, row.dataset.default);
  fields(row)[0].focus();
});

on("click", "[data-seed]", (event, button) => {
  const row = button.closest("[data-option]");
  const most = Math.min(Number(fields(row)[0].dataset.max) || 2147483647, 4294967295);
  set(row, String(crypto.getRandomValues(new Uint32Array(1))[0] % (most + 1)));
});

/** The words of a radio's label, without the price under them. */
function wordsOf(field, label) {
  if (field.type !== "radio") return "";
  const node = [...label.childNodes].find((one) => one.nodeType === 3 && one.data.trim());
  return (node || label.querySelector("span"))?.textContent.trim();
}

/* The chip that shows an option follows it. */
on("change", "#panel", (event) => {
  const { name, value } = event.target;
  const chip = name && document.querySelector(`[data-chip="${CSS.escape(name)}"]`);
  if (!chip) return;
  const label = event.target.closest("label");
  chip.querySelector(".value").textContent = wordsOf(event.target, label) || value;
  const drawn = label?.querySelector(".shape");
  if (drawn) chip.querySelector(".shape")?.replaceWith(drawn.cloneNode(true));
});

/* Ctrl . goes to the options, wherever they stand. */
document.addEventListener("keydown", (event) => {
  const panel = document.getElementById("panel");
  if (event.key !== "." || !(event.ctrlKey || event.metaKey) || !panel) return;
  event.preventDefault();
  if (getComputedStyle(panel).position === "fixed" || !panel.checkVisibility()) panel.showPopover();
  panel.querySelector("input:not([type=hidden]), select, textarea, summary, button")?.focus();
});
