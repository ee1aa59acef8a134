/* All results of a run as one stack: its picked picture, or its first, lies on top. A switch, remembered by this browser. */
import { on, recall, remember } from "./dom.js";
import { dayOf, tiles } from "./wall-blocks.js";
import { hangAnew } from "./wall-days.js";

const toggle = document.querySelector("[data-stacks]");

function stacked() {
  return toggle?.getAttribute("aria-pressed") === "true";
}

function fold(day) {
  const runs = new Map();
  for (const item of tiles(day)) {
    if (item.dataset.run) runs.set(item.dataset.run, [...(runs.get(item.dataset.run) || []), item]);
  }
  for (const [run, items] of runs) if (items.length > 1) pile(run, items);
}

function pile(run, items) {
  const open = items.some((item) => item.hasAttribute("data-open"));
  const cover = items.find((item) => item.dataset.stack) || items.find((item) => item.querySelector(".picked")) || items[0];
  cover.dataset.stack = run;
  cover.querySelector(".pile")?.remove();
  const button = Object.assign(document.createElement("button"), { type: "button", className: "pile num", tabIndex: -1 });
  button.textContent = String(items.length);
  button.setAttribute("aria-expanded", String(open));
  button.setAttribute("aria-label", toggle.dataset.pile.replace("0", String(items.length)));
  cover.append(button);
  for (const item of items.filter((one) => one !== cover)) {
    item.dataset.inStack = run;
    item.hidden = !open;
  }
}

function unfold(day) {
  for (const item of tiles(day)) {
    item.querySelector(".pile")?.remove();
    for (const name of ["data-stack", "data-in-stack", "data-open"]) item.removeAttribute(name);
    item.hidden = false;
  }
}

function apply(day) {
  (stacked() ? fold : unfold)(day);
  hangAnew(day);
}

function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

on("click", "[data-stacks]", (event, button) => {
  press(button, !stacked());
  remember("stacks", stacked() ? "on" : null);
  document.querySelectorAll(".walls .day").forEach(apply);
});

on("click", ".wall .pile", (event, button) => {
  const cover = button.closest("li");
  const open = cover.toggleAttribute("data-open");
  button.setAttribute("aria-expanded", String(open));
  const day = dayOf(cover);
  const all = tiles(day);
  const others = new Set(all.filter((item) => item.dataset.inStack === cover.dataset.stack));
  for (const item of others) item.hidden = !open;
  hangAnew(day, all.filter((item) => !others.has(item)).flatMap((item) => (item === cover ? [cover, ...others] : [item])));
});

if (toggle) {
  toggle.hidden = false;
  press(toggle, recall("stacks") === "on");
  if (stacked()) document.querySelectorAll(".walls .day").forEach(apply);
  document.addEventListener("grown", ({ detail }) => stacked() && apply(detail));
}
