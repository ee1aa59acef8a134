/* Runs of one batch hang together under its head; the head asks for itself while the batch goes. */

function groupOf(feed, id) {
  const known = feed.querySelector(`.batch[data-batch="${CSS.escape(id)}"]`);
  if (known) return known;
  const group = Object.assign(document.createElement("section"), { className: "batch" });
  group.dataset.batch = id;
  const head = document.createElement("div");
  const address = `/batches/${id}/head/`;
  for (const [name, value] of [["hx-get", address], ["hx-trigger", "load"], ["hx-swap", "outerHTML"]]) head.setAttribute(name, value);
  group.append(head, Object.assign(document.createElement("div"), { className: "batch-runs" }));
  feed.prepend(group);
  window.htmx?.process(group);
  return group;
}

/** Puts a fresh run on top of the feed, or of its batch. */
export function hangRun(feed, run) {
  const id = run.dataset.batch;
  if (id && !feed.classList.contains("alone")) groupOf(feed, id).querySelector(".batch-runs").prepend(run);
  else feed.prepend(run);
}
