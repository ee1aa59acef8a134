/* One menu for all tiles, and the same acts by key on the tile that has the focus. */
import { on, singleKeys } from "./dom.js";
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
  for (const link of menu.querySelectorAll("a[data-act]")) {
    const own = link.dataset.act === "open" && item.querySelector("a[href]").getAttribute("href");
    link.setAttribute("href", own || link.getAttribute("href").replace(ID, idOf(item)));
  }
  const trash = menu.querySelector("[data-act=Delete]");
  trash.disabled = !own;
  trash.title = own ? "" : trash.dataset.reason;
}

/** Sends a form's fields; what the answer tells is shown, and given back: null where it did not work. */
async function send(address, ids, more = {}) {
  const body = new FormData();
  ids.forEach((id) => body.append("ids", id));
  for (const [name, value] of Object.entries({ team: menu.dataset.team, ...more })) body.set(name, value);
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(address, { method: "POST", body, headers: { ...headers, "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) {
    toast(answer?.status === 403 ? menu.dataset.refused : menu.dataset.failed, { failed: true });
    return null;
  }
  const told = JSON.parse(answer.headers.get("HX-Trigger") || "{}").toast || {};
  if (told.text) toast(told.text, told);
  return told;
}

function setDot(item, picked) {
  item.querySelector(".picked")?.remove();
  if (picked) item.append(document.getElementById("dot").content.cloneNode(true));
}

const ACTS = {
  async pick(items, ids) {
    const picked = items.some((item) => !item.querySelector(".picked"));
    if (await send(menu.dataset.pick, ids, { picked: picked ? "1" : "0" })) items.forEach((item) => setDot(item, picked));
  },
  async trash(items, ids) {
    const told = await send(menu.dataset.trash, ids);
    items.filter((item) => told?.gone?.includes(idOf(item))).forEach(takeDown);
  },
};

/** Does "pick" or "trash" to tiles; ids may name more than hang on the page. */
export function act(name, items, ids = items.map(idOf)) {
  return ACTS[name](items, ids);
}

/** The tools come with the first hover or focus: a page of tiles stays small. */
export function equip(item) {
  if (!menu || item.querySelector(".more") || item.closest(".in-trash")) return;
  item.append(document.getElementById("tools").content.cloneNode(true));
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

on("click", "#tile-menu button[data-do]", (event, button) => {
  menu.hidePopover();
  act(button.dataset.do, [tile]);
});
on("click", ".wall .pick-tool", (event, button) => act("pick", [button.closest("li")]));

on("keydown", ".walls .wall a[href]", (event, link) => {
  if (event.defaultPrevented || !menu || event.ctrlKey || event.metaKey || event.altKey || !singleKeys()) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const does = key === "Enter" ? null : menu.querySelector(`[data-act="${CSS.escape(key)}"]`);
  if (!does) return;
  event.preventDefault();
  aim(link.closest("li"));
  if (!does.disabled) does.click();
});
