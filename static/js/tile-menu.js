/* One menu for all tiles, and the same acts by key on the tile that has the focus. */
import { on, recall } from "./dom.js";
import { toast } from "./toast.js";
import { takeDown } from "./wall.js";

const menu = document.getElementById("tile-menu");
const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/;
let tile = null;

function idOf(item) {
  return item.querySelector("a[href]").getAttribute("href").match(ID)?.[0];
}

/** Puts this tile's id into every address of the menu. */
function aim(item) {
  tile = item;
  const own = item.hasAttribute("data-own");
  for (const act of menu.querySelectorAll("[data-act]")) {
    const name = act.dataset.url ? "data-url" : "href";
    act.setAttribute(name, act.getAttribute(name).replace(ID, idOf(item)));
  }
  const trash = menu.querySelector("[data-act=Delete]");
  trash.disabled = !own;
  trash.title = own ? "" : trash.dataset.reason;
}

async function throwAway(item, address) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(address, { method: "POST", headers: { ...headers, "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) {
    toast("The picture is where it was. Reload the page and try again.", { failed: true });
    return;
  }
  takeDown(item);
  const told = JSON.parse(answer.headers.get("HX-Trigger") || "{}").toast;
  if (told) toast(told.text, told);
}

/** The tools come with the first hover or focus: a page of tiles stays small. */
function equip(item) {
  if (!menu || item.querySelector(".more") || item.closest(".in-trash")) return;
  const button = document.getElementById("more").content.firstElementChild.cloneNode(true);
  item.append(button);
}

for (const type of ["pointerover", "focusin"]) {
  on(type, ".walls .wall > li", (event, item) => equip(item));
}

on("click", ".wall .more", (event, button) => {
  aim(button.closest("li"));
  button.setAttribute("aria-expanded", "true");
  menu.showPopover({ source: button });
  menu.querySelector("a").focus();
});

menu?.addEventListener("toggle", (event) => {
  if (event.newState === "open") return;
  document.querySelector(".more[aria-expanded=true]")?.removeAttribute("aria-expanded");
});

on("click", "#tile-menu [data-act=Delete]", (event, button) => {
  menu.hidePopover();
  throwAway(tile, button.dataset.url);
});

on("keydown", ".walls .wall a[href]", (event, link) => {
  if (!menu || event.ctrlKey || event.metaKey || event.altKey || recall("single-keys") === "off") return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = key === "Enter" ? null : menu.querySelector(`[data-act="${CSS.escape(key)}"]`);
  if (!act) return;
  event.preventDefault();
  aim(link.closest("li"));
  if (!act.disabled) act.click();
});
