/* Sliders that show how far they are, steppers with two buttons, menus that submit, buttons that say they are busy,
   forms that come back with what has to be put right. */
import { all, announce, each, on, word } from "./dom.js";

function fill(slider) {
  const { min, max, value } = slider;
  slider.style.setProperty("--at", String((value - min) / (max - min || 1)));
  const output = slider.form?.querySelector(`output[for="${CSS.escape(slider.id)}"]`);
  if (!output) return;
  const read = Number(value).toLocaleString(document.documentElement.lang, { useGrouping: false, maximumFractionDigits: 6 });
  output.value = output.dataset.of ? `${read} ${output.dataset.of}` : read;
}

function bounds(stepper) {
  const input = stepper.querySelector("input");
  const [less, more] = stepper.querySelectorAll("button");
  less.disabled = input.disabled || Number(input.value) <= Number(input.min);
  more.disabled = input.disabled || Number(input.value) >= Number(input.max);
}

each((root) => {
  all(root, "input[type=range]").forEach(fill);
  for (const stepper of all(root, ".stepper")) {
    stepper.classList.add("ready");
    bounds(stepper);
  }
});

on("input", "input[type=range]", (event, slider) => fill(slider));
on("input", ".stepper", (event, stepper) => bounds(stepper));

on("click", ".stepper button", (event, button) => {
  const stepper = button.closest(".stepper");
  const input = stepper.querySelector("input");
  if (button.dataset.step === "-1") input.stepDown();
  else input.stepUp();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

/* A menu or switch that acts at once submits its form; without script the form has a button of its own. */
on("change", "[data-submit]", (event, field) => field.form.requestSubmit());

on("submit", "form:not([data-theme-form], [method=dialog])", (event, form) => {
  if (form.hasAttribute("hx-post") || form.hasAttribute("data-hx-post") || event.defaultPrevented) return;
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  document.querySelectorAll("[aria-busy=true]").forEach((busy) => busy.removeAttribute("aria-busy"));
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.xhr?.status !== 422) return;
  announce(word("putRight"));
  event.target.querySelector?.('[aria-invalid="true"]')?.focus();
});
on("input", '[aria-invalid="true"]', (event, field) => field.removeAttribute("aria-invalid"));
