/* A strip of tabs that is wider than its place shows the one that is open. */
import { all, each } from "./dom.js";

each((root) => {
  for (const open of all(root, ".tabs > [aria-current]")) {
    const strip = open.parentElement;
    if (strip.scrollWidth <= strip.clientWidth) continue;
    const { left, width } = open.getBoundingClientRect();
    strip.scrollLeft += left + width / 2 - strip.getBoundingClientRect().left - strip.clientWidth / 2;
  }
});
