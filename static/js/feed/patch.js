/* Hangs a fresh run in the place of its older self: only parts whose state changed, so that nothing jumps or reloads. */
import { hangRun } from "./batches.js";
import { announce, replace } from "../parts/dom.js";

/* The label stands for itself; each list of tiles, and each column with its head, is a place of its own. */
function places(run) {
  const columns = [...run.querySelectorAll(".column")];
  return [run.querySelector(".label"), ...(columns.length ? columns : run.querySelectorAll(".tiles"))];
}

function parts(place) {
  return place.matches("[data-part]") ? [place] : [...place.querySelectorAll("[data-part]")];
}

/** Moves the parts of fresh into old, or puts a run that is not there yet on top. */
export function patch(feed, old, fresh) {
  if (!old) {
    hold(feed, () => hangRun(feed, fresh));
    window.htmx?.process(fresh);
    fresh.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
    if (fresh.dataset.said) speak(fresh); // over before it was first seen
    return;
  }
  const wasBusy = Number(old.dataset.busy) > 0;
  const mine = places(old);
  places(fresh).forEach((place, index) => mine[index] && refill(mine[index], place));
  for (const name of ["busy", "said", "told"]) old.dataset[name] = fresh.dataset[name];
  old.classList.toggle("busy", fresh.classList.contains("busy"));
  if (wasBusy && old.dataset.busy === "0") speak(old);
}

/** One place never touches another: a column that fails leaves its neighbours alone. */
function refill(mine, fresh) {
  const [before, after] = [parts(mine), parts(fresh)];
  after.forEach((part, index) => {
    const old = before[index];
    if (!old) (mine.querySelector(".tiles") || mine).append(part);
    else if (old.id !== part.id || old.dataset.state !== part.dataset.state) change(old, part);
  });
  before.slice(after.length).forEach((part) => part.remove());
}

function change(mine, part) {
  const tile = part.querySelector(".tile.hung");
  if (tile && !mine.querySelector(".tile.hung")) tile.classList.add("arrived");
  replace(mine, part);
}

/** A run on top pushes the feed down: what is being looked at stays where it is. */
function hold(feed, act) {
  const before = feed.scrollHeight;
  const away = scrollY > 120;
  act();
  if (away) scrollBy({ top: feed.scrollHeight - before, behavior: "instant" });
}

/** A run speaks at its end: "3 ready, 1 refused". */
function speak(run) {
  announce(run.dataset.said);
  run.dispatchEvent(new CustomEvent("run-ended", { bubbles: true }));
}
