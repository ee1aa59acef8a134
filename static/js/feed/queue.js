/* Tiles in line say their place as others go, and what holds them up: asked for while one is shown, by one question. */
import { all } from "../parts/dom.js";
import { refresh } from "./live.js";

const PAUSE = 4000; // ms between two questions
let asking = false;

function inLine() {
  return all(document, "[data-waits]");
}

/** A new word is put in at once; a pause that began, changed or ended draws the run anew. */
function tell(tile, told, stale) {
  if (!told) return;
  const word = tile.querySelector("[data-word]");
  if (told.word && word) word.textContent = told.word;
  else if (told.word || told.paused !== tile.dataset.state) stale.add(tile.closest("[data-run]").dataset.run);
}

async function askPlaces() {
  const tiles = inLine();
  const feed = document.getElementById("feed");
  if (asking || document.hidden || !tiles.length || !feed?.dataset.waiting) return;
  asking = true;
  try {
    const response = await fetch(feed.dataset.waiting);
    const told = response.ok ? await response.json() : {};
    const stale = new Set();
    for (const tile of tiles) tell(tile, told[tile.dataset.waits], stale);
    stale.forEach((run) => refresh(run));
  } catch {
    /* The next question comes soon. */
  }
  asking = false;
}

setInterval(askPlaces, PAUSE);
