/* A picture gets its place as its tile comes near, row by row; until then css/gallery/wall-blocks.css holds it out of the
   browser's sight, so that nothing is asked for. Who flies along sees the grounds, and the pictures on slowing down. */
import { tilesOf } from "./blocks.js";

const AT_FIRST = "0px"; // from the window's edge, before anybody scrolls
const AHEAD = "1400px 0px";
const FLIES = 4; // windows a second
const LANDED = 120; // ms without such speed
const MADE = [320, 640, 1280];
const inSight = new Set(); // tiles near the window, held while one flies past
let sight = sightOf(AT_FIRST);
let widened = false;
const flight = { from: scrollY, at: performance.now(), landing: 0 };

function sightOf(rootMargin) {
  return new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inSight[isIntersecting ? "add" : "delete"](target);
    if (!flight.landing) landNow();
  }, { rootMargin });
}

/** The widths a picture has been made in, all under one signature: the browser takes what fits its box and screen. */
function offerWidths(img) {
  const src = img.getAttribute("src") || "";
  const wide = Number(img.getAttribute("width"));
  if (!src.includes("/640.webp?") || img.hasAttribute("srcset")) return;
  const fit = MADE.filter((width, index) => !index || MADE[index - 1] < wide);
  img.sizes = "auto, 300px";
  img.srcset = fit.map((width) => `${src.replace("/640.webp?", `/${width}.webp?`)} ${Math.min(width, wide)}w`).join(", ");
}

function landNow() {
  flight.landing = 0;
  for (const tile of inSight) {
    const img = tile.querySelector("a > img");
    if (img) offerWidths(img);
    tile.dataset.near = "";
    sight.unobserve(tile);
  }
  inSight.clear();
}

function lookFor(tile) {
  if (!tile.hasAttribute("data-near")) sight.observe(tile);
}

function widen() {
  if (widened) return;
  widened = true;
  sight.disconnect();
  sight = sightOf(AHEAD);
  document.querySelectorAll(".walls .wall > li:not([data-near])").forEach(lookFor);
}

addEventListener("scroll", () => {
  widen();
  const [now, time] = [scrollY, performance.now()];
  const fast = Math.abs(now - flight.from) > (FLIES * innerHeight * Math.max(time - flight.at, 1)) / 1000;
  Object.assign(flight, { from: now, at: time });
  if (!fast) return;
  clearTimeout(flight.landing);
  flight.landing = setTimeout(landNow, LANDED);
}, { passive: true });
for (const type of ["wheel", "touchstart", "keydown"]) addEventListener(type, widen, { passive: true, once: true });

document.documentElement.dataset.brings = ""; // or they come without it
document.addEventListener("hung", ({ detail }) => detail.forEach(lookFor));
document.addEventListener("rested", ({ detail }) => {
  for (const tile of tilesOf(detail)) {
    sight.unobserve(tile);
    inSight.delete(tile);
    delete tile.dataset.near;
  }
});
