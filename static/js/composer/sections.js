/* Folded parts of the panel stay as they were left when the panel is drawn anew. */
const left = new Map();

function nameOf(details) {
  return details.dataset.model || `advanced of ${details.closest("[data-model]")?.dataset.model || "one"}`;
}

document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.closest("#panel")) return;
  left.set(nameOf(details), details.open);
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "panel-body") return;
  for (const details of event.target.querySelectorAll("details")) {
    const open = left.get(nameOf(details));
    if (open !== undefined && !details.querySelector("[aria-invalid=true]")) details.open = open;
  }
});
