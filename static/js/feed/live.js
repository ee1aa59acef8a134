/* <live-stream src="/events?t=…">: the runs on the page follow the stream; without one they are asked for. */
import { all, announce, on, word } from "../parts/dom.js";
import { patch } from "./patch.js";
import "../parts/clocks.js";

const POLL = 3000; // ms between questions while no stream is open and something runs
const PATIENCE = 20000; // ms for an answer: one that never comes would keep its run from being asked after again
const RESTS = 5; // questions between two tries to open a stream that was refused
const FEW = 10; // runs that a tab behind asks about at a time, the oldest first
const busyRuns = new Map();

function feed() {
  return document.getElementById("feed");
}

function fragmentOf(run) {
  return feed().dataset.fragment.replace("00000000-0000-0000-0000-000000000000", run);
}

/** Fetches a run and hangs what changed. One question at a time per run; a change meanwhile asks once more. */
export async function refresh(run) {
  if (busyRuns.has(run)) {
    busyRuns.set(run, true);
    return;
  }
  busyRuns.set(run, false);
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(fragmentOf(run), { headers: { "X-Fragment": "1" }, signal });
    if (response.ok) {
      hang(run, await response.text());
      count(Number(response.headers.get("X-Running")));
    }
  } catch {
    /* The stream or the next poll comes back to it. */
  }
  const again = busyRuns.get(run);
  busyRuns.delete(run);
  if (again) await refresh(run);
}

function hang(run, html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  const fresh = box.content.querySelector(".run");
  const old = document.getElementById(`run-${run}`);
  if (!fresh) return;
  if (!old && feed().classList.contains("alone")) return;
  document.getElementById("empty")?.remove();
  patch(feed(), old, fresh);
}

function count(running) {
  const figure = document.getElementById("running");
  const badge = document.querySelector(".nav-item[aria-current] .badge");
  if (badge) {
    badge.textContent = String(running);
    badge.hidden = !running;
  }
  if (!figure || figure.dataset.count === String(running)) return;
  figure.dataset.count = String(running);
  figure.textContent = running ? word("running", { n: running }) : "";
  if (running) figure.prepend(Object.assign(document.createElement("span"), { className: "ring" }));
}

function waiting() {
  return all(document, ".run").filter((run) => Number(run.dataset.busy) > 0);
}

/** What came while this tab was behind: runs that are new, or that began or ended, as the page has them now. */
async function catchUp() {
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const fresh of all(page, "#feed .run").reverse()) {
    if (document.getElementById(fresh.id)?.dataset.busy !== fresh.dataset.busy) hang(fresh.dataset.run, fresh.outerHTML);
  }
  count(Number(page.getElementById("running")?.dataset.count));
}

/* A browser keeps six connections to a site: a tab that is looked at holds one of them, those behind ask instead. */
class LiveStream extends HTMLElement {
  connectedCallback() {
    this.follow = () => (document.hidden ? this.close() : this.open());
    document.addEventListener("visibilitychange", this.follow);
    this.timer = setInterval(() => this.source?.readyState !== EventSource.OPEN && this.askInstead(), POLL);
    this.follow();
  }

  /* A browser opens a stream anew that broke off, but never one that was answered by an error, such as a proxy's 502. */
  askInstead() {
    this.asked = (this.asked ?? 0) + 1;
    if (this.source?.readyState === EventSource.CLOSED && this.asked % RESTS === 0) {
      this.close();
      this.open();
    }
    this.refreshAll();
  }

  open() {
    if (this.source) return this.refreshAll();
    this.source = new EventSource(this.getAttribute("src"));
    this.source.addEventListener("message", (event) => refresh(JSON.parse(event.data).run));
    this.source.addEventListener("hello", () => this.begin());
    this.source.addEventListener("refresh", () => this.refreshAll());
    return undefined;
  }

  /* Whatever ended between the writing of the page and the opening of the stream was told to nobody. */
  begin() {
    if (this.behind) catchUp();
    this.behind = false;
    this.refreshAll();
  }

  close() {
    this.source?.close();
    this.source = null;
    this.behind = true;
  }

  refreshAll() {
    const runs = waiting();
    (document.hidden ? runs.slice(-FEW) : runs).forEach((run) => refresh(run.dataset.run));
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.follow);
    this.close();
    clearInterval(this.timer);
  }
}

customElements.define("live-stream", LiveStream);

document.addEventListener("run-changed", async (event) => {
  const { run, said, again } = event.detail;
  if (said) announce(said);
  await refresh(run);
  const key = again && document.querySelector(`#run-${again.run} .label [name="key"]`);
  if (key) key.value = again.key;
});
/* The second click of a double click spends nothing, however fast the first was answered. */
on("click", "[data-once]", (event) => event.detail > 1 && event.preventDefault());
