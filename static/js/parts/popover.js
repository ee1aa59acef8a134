/* Popovers open and close by themselves; here: their opener's state, arrow keys in menus, a place without anchors. */
import { on } from "./dom.js";

const anchored = CSS.supports("position-area", "block-end");

function openerOf(popover) {
  const openers = [...document.querySelectorAll(`[popovertarget="${CSS.escape(popover.id)}"]`)];
  return openers.find((opener) => opener.checkVisibility()) || openers[0];
}

function place(popover, opener) {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = at.bottom + height + 8 < innerHeight;
  const top = below ? at.bottom : Math.max(8, at.top - height - 16);
  popover.style.insetBlockStart = `${top}px`;
  popover.style.insetInlineStart = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
}

document.addEventListener("toggle", (event) => {
  const popover = event.target;
  if (!(popover instanceof HTMLElement) || !popover.popover || !popover.id) return;
  const opener = openerOf(popover);
  if (!opener) return;
  const open = event.newState === "open";
  opener.setAttribute("aria-expanded", String(open));
  if (open && !anchored) place(popover, opener);
  if (open) popover.querySelector("[autofocus]")?.focus();
}, true);

/* A menu out of a menu: browsers give the focus back only when the outermost closes, so its opener gets it here. */
document.addEventListener("beforetoggle", (event) => {
  const popover = event.target;
  if (event.newState !== "closed" || !popover.contains(document.activeElement)) return;
  const opener = openerOf(popover);
  if (opener?.closest(":popover-open") && opener.checkVisibility()) opener.focus();
}, true);

on("click", "[data-close-popover]", (event, button) => button.closest("[popover]").hidePopover());

on("keydown", ".menu", (event, menu) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...menu.querySelectorAll("a, button, input")].filter((item) => item.checkVisibility());
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = items[(items.indexOf(document.activeElement) + step + items.length) % items.length];
  event.preventDefault();
  next?.focus();
});
