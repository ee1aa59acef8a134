/* Tells that a run is done while nobody looks: a notification, the number in the title, a tone where it is wanted.
   Once a run, whatever number of tabs shows it. Permission is asked for by the person's own press, never by itself. */
import { on, recall, remember } from "./dom.js";

const KEY = "notify"; // "on" in this browser
const WAIT = 400; // ms in which a tab that is looked at says that it has seen the run
let unseen = 0;
let sound = null;

function wanted() {
  return recall(KEY) === "on" && "Notification" in window && Notification.permission === "granted";
}

function retitle() {
  document.title = document.title.replace(/^(\(\d+\) )?/, unseen ? `(${unseen}) ` : "");
}

/** Two soft notes. A browser lets them be heard only after the page was used once. */
export function play() {
  sound = sound || new AudioContext();
  [[660, 0], [880, 0.14]].forEach(([pitch, at]) => {
    const [note, loud] = [sound.createOscillator(), sound.createGain()];
    const from = sound.currentTime + at;
    note.frequency.value = pitch;
    loud.gain.setValueAtTime(0.0001, from);
    loud.gain.exponentialRampToValueAtTime(0.12, from + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, from + 0.3);
    note.connect(loud).connect(sound.destination);
    note.start(from);
    note.stop(from + 0.32);
  });
}

/** True for the first tab that asks about this end of this run. */
function firstToAsk(run) {
  if (recall("told") === run) return false;
  remember("told", run);
  return true;
}

function tell(run) {
  const end = `${run.dataset.run} ${run.querySelectorAll("[data-part=tile]").length}`;
  if (!document.hidden) return remember("told", end);
  unseen += 1;
  retitle();
  return setTimeout(() => {
    if (!firstToAsk(end)) return;
    if (document.body.dataset.tone === "on") play();
    if (wanted() && run.dataset.told) showEnd(run);
  }, WAIT);
}

function showEnd(run) {
  const told = new Notification(run.dataset.told, { tag: run.dataset.run, icon: document.querySelector("link[rel=icon]").href });
  told.addEventListener("click", () => {
    focus();
    run.scrollIntoView({ block: "center" });
    told.close();
  });
}

document.addEventListener("run-ended", (event) => tell(event.target));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  retitle();
});

/* The switch of the account page and of the menu. */
function draw() {
  for (const button of document.querySelectorAll("[data-notify]")) {
    button.setAttribute("aria-checked", String(wanted()));
    button.closest("[data-notify-row]").hidden = false;
  }
}

function refused() {
  const why = "Notification" in window ? "blocked" : "missing";
  for (const note of document.querySelectorAll("[data-notify-note]")) note.textContent = note.dataset[why];
}

on("click", "[data-notify]", async () => {
  if (wanted()) remember(KEY, null);
  else if ("Notification" in window && (await Notification.requestPermission()) === "granted") remember(KEY, "on");
  else refused();
  draw();
});
document.addEventListener("switched", (event) => event.detail.name === "tone" && event.detail.on && play());
/* A tone that is wanted is made ready by the first press on the page. */
document.addEventListener("pointerdown", () => {
  if (document.body.dataset.tone === "on") sound = sound || new AudioContext();
}, { once: true });

draw();
