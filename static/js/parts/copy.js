/* data-copy: a button that puts its text on the clipboard; hidden where there is none. */
import { all, announce, each, on, word } from "./dom.js";

each((root) => {
  for (const button of all(root, "[data-copy]")) button.hidden = !navigator.clipboard;
});

on("click", "[data-copy]", async (event, button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  announce(word("copied"));
  button.setAttribute("aria-pressed", "true");
  setTimeout(() => button.removeAttribute("aria-pressed"), 1200);
});
