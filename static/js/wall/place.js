/* The place in a long list: the address names the page and the picture in view, so that reload and Back lead there. */
import { each } from "../parts/dom.js";
import { bring, tiles } from "./blocks.js";

const SETTLED = 200; // ms without a scroll
const TILE = ".walls .day .wall > li";
const PICTURE = /[0-9a-f]{8}-[0-9a-f-]{27}/;
let timer = 0;
let touched = false;

/** The tile at the upper edge of what can be seen, none while the list stands at its beginning. */
function inView() {
  const walls = document.querySelector(".walls");
  if (!walls) return null;
  const box = walls.getBoundingClientRect();
  const head = Math.max(box.top, document.querySelector(".filters")?.getBoundingClientRect().bottom || 0) + 60;
  for (const down of [0, 40, 120]) {
    for (const across of [0.1, 0.35, 0.6]) {
      const tile = document.elementFromPoint(box.left + box.width * across, head + down)?.closest(TILE);
      if (tile) return tile;
    }
  }
  return null;
}

function addressOf(tile) {
  const address = new URL(location.href);
  const from = tile.dataset.from ?? tile.closest(".day").dataset.from ?? "";
  address.searchParams.delete("before");
  if (from) address.searchParams.set("cursor", from);
  else address.searchParams.delete("cursor");
  const atTop = !from && scrollY < 120;
  address.hash = atTop ? "" : tile.querySelector("a[href]")?.getAttribute("href").match(PICTURE)?.[0] || "";
  return atTop ? address.href.replace(/#$/, "") : address.href;
}

function keep() {
  const tile = inView();
  if (!tile) return;
  const address = addressOf(tile);
  if (address !== location.href) history.replaceState(history.state, "", address);
  mark(tile.closest(".day")?.dataset.day.slice(0, 7));
}

/** The month in view, on the rail. */
function mark(month) {
  for (const link of document.querySelectorAll(".months a")) {
    if (link.dataset.month === month) link.setAttribute("aria-current", "date");
    else link.removeAttribute("aria-current");
  }
}

function markNow() {
  mark((inView()?.closest(".day") || document.querySelector(".walls .day"))?.dataset.day.slice(0, 7));
}

function arrive() {
  const wanted = location.hash.slice(1);
  if (!PICTURE.test(wanted)) return;
  const tile = tiles().find((one) => one.querySelector(`a[href*="/${wanted}/"]`));
  if (tile) bring(tile).scrollIntoView({ block: "start" });
}

/* Days take their true height as they come into view: the picture is aimed at until it lies still. */
function settleDown(tries = 5) {
  arrive();
  if (tries && !touched) requestAnimationFrame(() => setTimeout(() => !touched && settleDown(tries - 1), 30));
}

if (document.querySelector(".walls")) {
  history.scrollRestoration = "manual";
  for (const type of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(type, () => { touched = true; }, { passive: true, once: true });
  }
  settleDown();
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, SETTLED);
  }, { passive: true });
}

each((root) => {
  if (root instanceof Element && root.matches(".months")) markNow();
});
