/* Hangs a fresh run in the place of its older self: only parts whose state changed, so that nothing jumps or reloads. */
import { announce, replace } from "./dom.js";

function parts(run) {
  return [...run.querySelectorAll("[data-part]")];
}

/** Moves the parts of fresh into old, or puts a run that is not there yet on top. */
export function patch(feed, old, fresh) {
  if (!old) {
    hold(feed, () => feed.prepend(fresh));
    window.htmx?.process(fresh);
    fresh.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
    return;
  }
  const [before, after] = [parts(old), parts(fresh)];
  const wasBusy = Number(old.dataset.busy) > 0;
  after.forEach((part, index) => {
    const mine = before[index];
    if (!mine) old.querySelector(".tiles").append(part);
    else if (mine.id !== part.id || mine.dataset.state !== part.dataset.state) change(mine, part);
  });
  before.slice(after.length).forEach((part) => part.remove());
  old.dataset.busy = fresh.dataset.busy;
  old.classList.toggle("busy", fresh.classList.contains("busy"));
  if (wasBusy && old.dataset.busy === "0") tell(old);
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
function tell(run) {
  const ready = run.querySelectorAll(".tile.hung").length;
  const others = [...run.querySelectorAll(".tile.ended .title")].map((title) => title.textContent.replace(/\.$/, ""));
  announce([`${ready} ready`, ...new Set(others)].join(", "));
}
