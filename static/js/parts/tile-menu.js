/* One menu for all tiles, and the same acts by key on the tile that has the focus. */
import { on, singleKeys, word } from "./dom.js";
import { pressed } from "./key-target.js";
import { toast } from "./toast.js";
import { takeDown } from "../wall/wall.js";

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
export async function send(address, fields) {
  const body = new URLSearchParams({ team: menu?.dataset.team ?? "", ...fields });
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(address, { method: "POST", body, headers: { ...headers, "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) {
    const said = answer?.status === 422 ? await answer.text() : "";
    const failed = word("failed", { status: answer?.status || 0 });
    toast(said || (answer?.status === 403 && menu?.dataset.refused) || failed, { failed: true });
    return null;
  }
  const told = JSON.parse(answer.headers.get("HX-Trigger") || "{}").toast || {};
  if (told.text) toast(told.text, told);
  return answer.json();
}

export function setDot(item, picked) {
  item.querySelector(".picked")?.remove();
  if (picked) item.append(document.getElementById("dot").content.cloneNode(true));
}

/** The reader's own, "0" for none. */
export function setStars(item, stars) {
  item.querySelector(".rated")?.remove();
  if (stars === "0") return;
  const mark = document.getElementById("rated").content.firstElementChild.cloneNode(true);
  mark.ariaLabel = mark.ariaLabel.replace("0", stars);
  mark.textContent = mark.textContent.replace("0", stars);
  item.append(mark);
}

const ACTS = {
  async pick(items) {
    const picked = items.some((item) => !item.querySelector(".picked"));
    const fields = { ids: items.map(idOf).join(","), picked: picked ? "1" : "0" };
    if (await send(menu.dataset.pick, fields)) items.forEach((item) => setDot(item, picked));
  },
  trash: (items) => leave(items, menu.dataset.trash),
  off: (items) => leave(items, menu.dataset.off),
  cover: (items) => send(menu.dataset.cover, { ids: idOf(items[0]) }),
};

async function leave(items, address) {
  const told = await send(address, { ids: items.map(idOf).join(",") });
  takeDown(items.filter((item) => told?.gone?.includes(idOf(item))));
}

/** Does one of the above to tiles. */
export function act(name, items) {
  return ACTS[name]?.(items);
}

/** The tools come with the first hover or focus: a page of tiles stays small. */
export function equip(item) {
  if (!menu || item.matches(".words") || item.querySelector(".more") || item.closest(".in-trash")) return;
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
  if (ACTS[button.dataset.do]) act(button.dataset.do, [tile]);
  else document.dispatchEvent(new CustomEvent("tile-act", { detail: { name: button.dataset.do, tile } }));
});
on("click", ".wall .pick-tool", (event, button) => act("pick", [button.closest("li")]));

on("keydown", ".walls .wall a[href]", (event, link) => {
  if (event.defaultPrevented || !menu || event.ctrlKey || event.metaKey || event.altKey || !singleKeys()) return;
  const [key] = pressed(event);
  const does = key === "Enter" ? null : menu.querySelector(`[data-act="${CSS.escape(key)}"]`);
  if (!does) return;
  event.preventDefault();
  aim(link.closest("li"));
  if (!does.disabled) does.click();
});
