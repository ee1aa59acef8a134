/* Light, dark or as the system: at once here, and by cookie for the next page. */
import { on } from "./dom.js";

on("submit", "[data-theme-form]", (event, form) => {
  const choice = event.submitter?.value;
  if (!choice) return;
  event.preventDefault();
  const root = document.documentElement;
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  const age = choice === "system" ? 0 : 31536000;
  document.cookie = `theme=${choice}; path=/; max-age=${age}; samesite=lax`;
  for (const button of form.querySelectorAll("button")) {
    if (button === event.submitter) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
});
