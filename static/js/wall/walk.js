/* From the wall to a picture and along its neighbours: Back leads to the wall as it was, in one step. */
import { all, each, on } from "../parts/dom.js";

const WALK = "walk";

function walking() {
  return sessionStorage.getItem(WALK) === location.pathname;
}

on("click", ".walls .wall a[href]", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  sessionStorage.setItem(WALK, link.pathname);
});

on("click", ".picture-page a:is(.turn, .film a)", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (walking()) sessionStorage.setItem(WALK, link.pathname);
  location.replace(link.href);
});

on("click", "[data-back]", (event) => {
  if (!walking() || history.length < 2) return;
  event.preventDefault();
  sessionStorage.removeItem(WALK);
  history.back();
});

/* The film stands with this picture in its middle. */
each((root) => {
  for (const link of all(root, ".film [aria-current]")) {
    const strip = link.closest("ul");
    strip.scrollLeft = link.parentElement.offsetLeft - strip.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
  }
});

/* The neighbours' pictures are fetched while this one is looked at. */
each((root) => {
  const sizes = document.querySelector(".stage img")?.sizes;
  for (const link of all(root, "[data-ahead]")) {
    if (link.dataset.ahead) Object.assign(new Image(), { sizes, srcset: link.dataset.ahead });
  }
});
