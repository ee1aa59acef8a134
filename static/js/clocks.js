/* Elapsed seconds on waiting tiles, counted from what the server said. Never read out. */
import { all, each } from "./dom.js";

const started = new WeakMap();

each((root) => {
  for (const clock of all(root, "[data-clock]")) started.set(clock, performance.now() - Number(clock.dataset.clock) * 1000);
});

setInterval(() => {
  if (document.hidden) return;
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const since = started.get(clock);
    if (since !== undefined) clock.textContent = `${Math.floor((performance.now() - since) / 1000)} s`;
  }
}, 1000);
