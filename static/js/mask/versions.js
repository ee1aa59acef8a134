/* <version-strip src="/events?t=…" data-fragment="…">: what was made of this picture, as it arrives. */
import { announce } from "../parts/dom.js";

const POLL = 3000; // ms between questions while no stream is open and something waits
const GATHER = 150; // ms in which several events make one question

class VersionStrip extends HTMLElement {
  connectedCallback() {
    this.source = new EventSource(this.getAttribute("src"));
    this.source.addEventListener("message", () => this.soon());
    this.source.addEventListener("refresh", () => this.soon());
    this.timer = setInterval(() => this.source.readyState !== EventSource.OPEN && this.waiting && this.soon(), POLL);
    this.heard = () => this.soon();
    document.addEventListener("run-changed", this.heard);
  }

  disconnectedCallback() {
    this.source.close();
    clearInterval(this.timer);
    document.removeEventListener("run-changed", this.heard);
  }

  get waiting() {
    return this.querySelector(".version.waiting") !== null;
  }

  soon() {
    clearTimeout(this.gathering);
    this.gathering = setTimeout(() => this.refresh(), GATHER);
  }

  async refresh() {
    try {
      const response = await fetch(this.dataset.fragment, { headers: { "X-Fragment": "1" } });
      if (response.ok) this.hang(await response.text());
    } catch {
      /* The stream or the next poll comes back to it. */
    }
  }

  /** Only what changed is put in anew, so that nothing loads twice and the focus stays. */
  hang(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    const list = this.querySelector("ol");
    const fresh = [...box.content.querySelectorAll(".version")];
    const before = new Map([...list.children].map((place) => [place.id, place]));
    const pictures = list.querySelectorAll(".version.ready").length;
    list.replaceChildren(...fresh.map((place) => {
      const mine = before.get(place.id);
      return mine && mine.dataset.state === place.dataset.state ? mine : place;
    }));
    const more = list.querySelectorAll(".version.ready").length - pictures;
    if (more > 0) announce(`${more} ready`);
    list.lastElementChild?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

customElements.define("version-strip", VersionStrip);
