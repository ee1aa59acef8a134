/* data-open="id" opens that dialog; a click on the backdrop closes one that holds nothing unsaved. */
import { on } from "./dom.js";

on("click", "[data-open]", (event, opener) => {
  const dialog = document.getElementById(opener.dataset.open);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  opener.closest("[popover]")?.hidePopover();
  dialog.showModal();
});

on("click", "dialog", (event, dialog) => {
  if (event.target !== dialog || dialog.hasAttribute("data-keep")) return;
  dialog.close();
});

on("click", "[data-close-dialog]", (event, button) => {
  event.preventDefault();
  button.closest("dialog").close();
});
