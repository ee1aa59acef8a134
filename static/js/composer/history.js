/* Earlier prompts: Alt Up and Alt Down go through what this person ran, on any browser; what was typed is kept. */
import { announce, on } from "../parts/dom.js";

let earlier = null;
let historyPlace = -1;
let unsent = "";
let historyShown = null;

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

async function stepBack(prompt, by) {
  if (historyShown !== prompt.value) historyPlace = -1;
  if (historyPlace === -1) unsent = prompt.value;
  const prompts = (await fetched()).filter((text) => text !== unsent.trim());
  historyPlace = Math.max(-1, Math.min(prompts.length - 1, historyPlace + by));
  prompt.value = historyPlace === -1 ? unsent : prompts[historyPlace];
  historyShown = prompt.value;
  prompt.setSelectionRange(prompt.value.length, prompt.value.length);
  prompt.dispatchEvent(new Event("input", { bubbles: true }));
  announce(prompt.value.slice(0, 120));
}

on("keydown", "#c-prompt", (event, prompt) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  stepBack(prompt, event.key === "ArrowUp" ? 1 : -1);
});

document.addEventListener("run-started", () => {
  earlier = null;
  historyPlace = -1;
});
