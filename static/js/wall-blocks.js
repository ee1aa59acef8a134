/* A long day hangs in several lists of whole rows: those far away are neither laid out nor keep their pictures. */
import { all } from "./dom.js";

const FULL = 60; // pictures of a list, and as many more as its last row takes
const NEAR = "2400px 0px"; // from the window's edge
const PLACES = ["src", "srcset"];
let width = 0;
let waiting = 0;

const watch = new IntersectionObserver((entries) => {
  for (const entry of entries) hold(entry.target, entry.isIntersecting);
}, { rootMargin: NEAR });

/** Lets go of the pictures of a list that is far away, and takes them again from the browser's cache. */
function hold(list, near) {
  for (const img of list.querySelectorAll("img")) {
    for (const name of PLACES) {
      const [from, to] = near ? [`data-${name}`, name] : [name, `data-${name}`];
      if (!img.hasAttribute(from)) continue;
      img.setAttribute(to, img.getAttribute(from));
      img.removeAttribute(from);
    }
  }
}

function blocks(day) {
  return [...day.querySelectorAll(":scope > .wall")];
}

/** Adds tiles to a day, below those that hang there. */
export function hang(day, items) {
  blocks(day).at(-1).append(...items);
  split(day);
}

/** Takes whole rows off the last list into lists of their own, which no later page changes. */
function split(day) {
  const last = blocks(day).at(-1);
  const items = [...last.children];
  if (items.length < 2 * FULL) return;
  const tops = items.map((item) => item.offsetTop);
  let start = 0;
  for (let index = 1; index < items.length; index += 1) {
    if (tops[index] === tops[index - 1] || index - start < FULL) continue;
    const list = last.cloneNode(false);
    list.classList.add("whole");
    list.style.containIntrinsicBlockSize = `auto ${tops[index] - tops[start] - gap(last)}px`;
    list.append(...items.slice(start, index));
    last.before(list);
    watch.observe(list);
    start = index;
  }
}

function gap(list) {
  return parseFloat(getComputedStyle(list).rowGap) || 0;
}

/** Rows break elsewhere: all of a day's lists are one again, and split anew. */
export function hangAnew(day) {
  const whole = day.querySelectorAll(":scope > .wall.whole");
  const last = blocks(day).at(-1);
  for (const list of [...whole].reverse()) {
    watch.unobserve(list);
    hold(list, true);
    last.prepend(...list.children);
    list.remove();
  }
  if (whole.length) split(day);
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => all(document.body, ".walls .day").forEach(hangAnew), 150);
}

const walls = document.querySelector(".walls");
if (walls) {
  new ResizeObserver(([entry]) => {
    const before = width;
    width = entry.contentRect.width;
    if (before && before !== width) later();
  }).observe(walls);
  document.getElementById("density")?.addEventListener("input", later);
}
