/* Earlier prompts: Alt Up and Alt Down go through what was sent from this browser. */
import { on, recall, remember } from "./dom.js";

const MOST = 30;
let place = -1;
let unsent = "";

function sent() {
  try {
    return JSON.parse(recall("prompts") || "[]");
  } catch {
    return [];
  }
}

on("keydown", "#c-prompt", (event, prompt) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const prompts = sent();
  if (place === -1) unsent = prompt.value;
  place = Math.max(-1, Math.min(prompts.length - 1, place + (event.key === "ArrowUp" ? 1 : -1)));
  prompt.value = place === -1 ? unsent : prompts[place];
  prompt.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("run-started", () => {
  const words = document.getElementById("c-prompt").value.trim();
  place = -1;
  if (words) remember("prompts", JSON.stringify([words, ...sent().filter((one) => one !== words)].slice(0, MOST)));
});
