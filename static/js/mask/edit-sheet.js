/* On a phone the panel of the edit page is a sheet: its line opens it; Escape, its cross, the ground and a run close it. */
import { on } from "../parts/dom.js";

const editPanel = () => document.getElementById("edit-form");

function turnSheet(open) {
  const form = editPanel();
  const was = form.classList.contains("open");
  form.classList.toggle("open", open);
  form.querySelector(".edit-peek").setAttribute("aria-expanded", open);
  for (const other of form.parentElement.children) if (other !== form) other.inert = open;
  if (open) form.querySelector("#e-prompt").focus();
  else if (was) form.querySelector(".edit-peek").focus();
}

function closeSheet() {
  if (editPanel()?.classList.contains("open")) turnSheet(false);
}

on("click", "[data-edit-sheet]", (event, button) => turnSheet(button.dataset.editSheet === "open"));
on("click", ".edit", (event, page) => event.target === page && closeSheet());
on("input", "#e-prompt", (event, field) => {
  const line = editPanel().querySelector("[data-peek]");
  line.textContent = field.value.trim() || line.dataset.peek;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !editPanel()?.classList.contains("open")) return;
  if (!editPanel().querySelector(".edit-sheet-head").checkVisibility()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  closeSheet();
}, { capture: true });
document.addEventListener("run-started", closeSheet);
matchMedia("(width < 900px)").addEventListener("change", closeSheet);
