/* data-open="id" opens that dialog; a click on the backdrop closes one that holds nothing unsaved. One with data-fill
   takes the beginning of its body from there when it is first opened. */
import { on, word } from "./dom.js";
import { toast } from "./toast.js";

export async function openDialog(dialog) {
  const { fill } = dialog.dataset;
  if (fill) {
    const answer = await fetch(fill).catch(() => null);
    if (!answer?.ok) return toast(word("notSent"), { failed: true });
    const text = await answer.text();
    if (dialog.dataset.fill) dialog.querySelector(".body").insertAdjacentHTML("afterbegin", text);
    delete dialog.dataset.fill;
  }
  if (!dialog.open) dialog.showModal();
  return undefined;
}

on("click", "[data-open]", (event, opener) => {
  const dialog = document.getElementById(opener.dataset.open);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  opener.closest("[popover]")?.hidePopover();
  openDialog(dialog);
});

on("click", "dialog", (event, dialog) => {
  if (event.target !== dialog || dialog.hasAttribute("data-keep")) return;
  dialog.close();
});

on("click", "[data-close-dialog]", (event, button) => {
  event.preventDefault();
  button.closest("dialog").close();
});
