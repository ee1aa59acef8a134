/* Earlier prompts: Alt Up and Alt Down go through what this person ran, on any browser; what was typed is kept. */
import { announce, on } from "./dom.js";

let earlier = null;
let place = -1;
let unsent = "";
let shown = null;

/** The newest ones, asked for once and again after a run. */
async function fetched() {
  if (earlier) return earlier;
  try {
    const response = await fetch("/prompts/recent/");
    earlier = response.ok ? (await response.json()).items : [];
  } catch {
    return [];
  }
  return earlier;
}

async function step(prompt, by) {
  if (shown !== prompt.value) place = -1;
  if (place === -1) unsent = prompt.value;
  const prompts = (await fetched()).filter((text) => text !== unsent.trim());
  place = Math.max(-1, Math.min(prompts.length - 1, place + by));
  prompt.value = place === -1 ? unsent : prompts[place];
  shown = prompt.value;
  prompt.setSelectionRange(prompt.value.length, prompt.value.length);
  prompt.dispatchEvent(new Event("input", { bubbles: true }));
  announce(prompt.value.slice(0, 120));
}

on("keydown", "#c-prompt", (event, prompt) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  step(prompt, event.key === "ArrowUp" ? 1 : -1);
});

document.addEventListener("run-started", () => {
  earlier = null;
  place = -1;
});
