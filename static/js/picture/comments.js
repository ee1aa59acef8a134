/* Comments: a click on the picture fills the spot of the one that is being written. */
import { on } from "../parts/dom.js";

on("pin", ".picture-page [data-pinnable]", (event) => {
  const form = document.querySelector("[data-comment]");
  if (!form) return;
  form.elements.x.value = event.detail.x.toFixed(4);
  form.elements.y.value = event.detail.y.toFixed(4);
  form.querySelector("[data-pinned]").hidden = false;
  form.elements.text.focus();
});
on("click", "[data-unpin]", (event, button) => {
  const form = button.closest("form");
  form.elements.x.value = "";
  form.elements.y.value = "";
  form.querySelector("[data-pinned]").hidden = true;
  document.querySelector(".pin.draft")?.remove();
});
