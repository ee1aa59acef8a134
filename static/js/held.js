/* The moderators' queue: a covered picture is shown while Space or the pointer holds it, and a claim lives on while its
   page is open. */
import { all, announce, singleKeys, tokenHeaders } from "./parts/dom.js";

const RENEW = 40_000; // ms; the lease is two minutes
const INTERACTIVE = "input, textarea, select, a, button:not(.covered), summary, [contenteditable]";
let held = false;
let turn = 0; // of looking: an answer to an earlier one is thrown away

function form() {
  return document.querySelector("[data-look]");
}

function tell(text) {
  const problem = document.querySelector("[data-problem]");
  if (!problem || !text) return;
  problem.hidden = false;
  problem.querySelector("span").textContent = text;
  announce(text);
}

/** Asks for the picture each time anew: every look is written down, and none of it is kept. */
async function look() {
  const cover = form()?.querySelector(".covered");
  if (!cover || held) return;
  held = true;
  const mine = ++turn;
  const answer = await fetch(form().action, { method: "POST", headers: tokenHeaders() }).catch(() => null);
  if (!answer?.ok) {
    const told = answer?.status === 409 ? await answer.json() : {};
    if (mine === turn) held = false;
    tell(told.detail);
    return;
  }
  const picture = await answer.blob();
  if (!held || mine !== turn) return;
  const url = URL.createObjectURL(picture);
  const image = cover.querySelector("img");
  image.dataset.cover ||= image.getAttribute("src");
  image.src = url;
  cover.dataset.open = "";
}

function letGo() {
  held = false;
  const cover = document.querySelector(".covered[data-open]");
  if (!cover) return;
  const image = cover.querySelector("img");
  URL.revokeObjectURL(image.src);
  image.src = image.dataset.cover;
  delete cover.dataset.open;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !form() || event.target.closest?.(INTERACTIVE)) return;
  if (document.querySelector("dialog[open]") || (!singleKeys() && !event.target.closest?.(".covered"))) return;
  event.preventDefault();
  if (!event.repeat) look();
});
document.addEventListener("keyup", (event) => {
  if (event.key !== " " || !held) return;
  event.preventDefault();
  letGo();
});
window.addEventListener("blur", letGo);
form()?.addEventListener("submit", (event) => event.preventDefault());
form()?.addEventListener("pointerdown", look);
for (const name of ["pointerup", "pointercancel", "pointerleave"]) form()?.addEventListener(name, letGo);
form()?.addEventListener("contextmenu", (event) => event.preventDefault());

/* A decision whose reason is not chosen yet opens the choice, in place of an answer that it is missing. */
const verdict = document.querySelector("form.decision");
verdict?.addEventListener("submit", (event) => {
  const reasons = verdict.querySelector(`[data-reasons="${event.submitter?.value}"]`);
  if (!reasons || reasons.querySelector(":checked")) return;
  event.preventDefault();
  for (const one of all(verdict, "[data-reasons]")) one.toggleAttribute("data-asked", one === reasons);
  reasons.querySelector("input").focus();
  announce(reasons.dataset.ask);
});

/* The claim. */
const item = document.querySelector("[data-lease]");

async function renew() {
  const answer = await fetch(item.dataset.lease, { method: "POST", headers: tokenHeaders() }).catch(() => null);
  if (!answer || answer.ok || ![403, 409].includes(answer.status)) return;
  tell((await answer.json()).detail);
  for (const button of all(item, ".verdicts .button")) button.disabled = true;
  clearInterval(renewing);
}

const renewing = item ? setInterval(renew, RENEW) : 0;
addEventListener("pagehide", () => {
  if (!item) return;
  const told = new FormData();
  told.set("csrfmiddlewaretoken", JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]);
  navigator.sendBeacon(item.dataset.giveBack, told);
});
