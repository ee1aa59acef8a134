/* All results of a run as one stack: its picked picture, or its first, lies on top. A switch, remembered by this browser. */
import { all, each, on, recall, remember } from "./dom.js";

const toggle = document.querySelector("[data-stacks]");

function stacked() {
  return toggle?.getAttribute("aria-pressed") === "true";
}

function fold(wall) {
  const runs = new Map();
  for (const item of wall.querySelectorAll(":scope > li[data-run]")) {
    runs.set(item.dataset.run, [...(runs.get(item.dataset.run) || []), item]);
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

function unfold(wall) {
  for (const item of wall.querySelectorAll(":scope > li[data-run]")) {
    item.querySelector(".pile")?.remove();
    for (const name of ["data-stack", "data-in-stack", "data-open"]) item.removeAttribute(name);
    item.hidden = false;
  }
}

function apply(root = document) {
  if (!toggle) return;
  all(root.closest?.(".walls") || document, ".wall").forEach(stacked() ? fold : unfold);
}

function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

on("click", "[data-stacks]", (event, button) => {
  press(button, !stacked());
  remember("stacks", stacked() ? "on" : null);
  apply();
});

on("click", ".wall .pile", (event, button) => {
  const cover = button.closest("li");
  const open = cover.toggleAttribute("data-open");
  button.setAttribute("aria-expanded", String(open));
  const others = [...cover.parentElement.querySelectorAll(`li[data-in-stack="${cover.dataset.stack}"]`)];
  if (open) cover.after(...others);
  for (const item of others) item.hidden = !open;
});

if (toggle) {
  toggle.hidden = false;
  press(toggle, recall("stacks") === "on");
  each(apply);
}
