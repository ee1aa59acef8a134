/* Elapsed seconds on waiting tiles and "31 s ago" on labels, counted from what the server said. Never read out. */
import { all, each, word } from "./dom.js";

const SLOW = 2; // times the usual time
const YOUNG = 70_000; // ms; an older label keeps the time that the server wrote
const started = new WeakMap();

function tick(clock) {
  const seconds = Math.floor((performance.now() - started.get(clock)) / 1000);
  clock.textContent = `${seconds} s`;
  const usual = Number(clock.dataset.usual);
  const words = clock.nextElementSibling;
  if (words && usual && seconds > SLOW * usual) words.textContent = words.dataset.slow;
}

/** "31 s ago", then "a minute ago"; older ones stand as the server wrote them. */
function ago(time) {
  const at = new Date(time.dateTime);
  const seconds = Math.floor((Date.now() - at.getTime()) / 1000);
  if (seconds < 60) time.textContent = word("ago", { n: Math.max(0, seconds) });
  else {
    time.textContent = word("minuteAgo");
    delete time.dataset.ago;
  }
}

each((root) => {
  for (const time of all(root, "time[data-ago]")) if (Date.now() - Date.parse(time.dateTime) > YOUNG) delete time.dataset.ago;
  for (const clock of all(root, "[data-clock]")) started.set(clock, performance.now() - Number(clock.dataset.clock) * 1000);
});

setInterval(() => {
  if (document.hidden) return;
  for (const clock of document.querySelectorAll("[data-clock]")) if (started.has(clock)) tick(clock);
  document.querySelectorAll("time[data-ago]").forEach(ago);
}, 1000);
