/* Buttons, sliders and keys of the editor. Single letters are data-key buttons (keys.js); here those that are held or
   come with Ctrl, and [ and ]. */
import { announce, each, on, recall, remember, singleKeys } from "../parts/dom.js";

const FIELDS = "input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable]";

/** "Mask 3%"; a little is never told as nothing. */
export function shareInWords(share, pill) {
  if (!share) return pill.dataset.none;
  const percent = share * 100;
  const figure = percent < 1 ? "< 1" : percent > 99 && percent < 100 ? "99" : String(Math.round(percent));
  return `${pill.dataset.word} ${figure}%`;
}

export function wireBar(desk) {
  const acts = {
    undo: () => desk.undo(),
    redo: () => desk.redo(),
    invert: () => desk.step((board) => board.invert(), true),
    clear: () => desk.step((board) => board.everything(true)),
    everything: () => desk.step((board) => board.everything()),
    fit: () => desk.view.fit(),
    closer: () => desk.view.zoom(1.25),
    farther: () => desk.view.zoom(0.8),
  };
  on("click", "button[data-tool]", (event, button) => desk.take(button.dataset.tool));
  on("click", "[data-edit-act]", (event, button) => {
    acts[button.dataset.editAct]();
    if (button.hasAttribute("data-told")) sayShare(desk);
  });
  document.addEventListener("desk", () => show(desk));
  document.addEventListener("keydown", (event) => press(event, desk, acts));
  document.addEventListener("keyup", (event) => release(event, desk));
  addEventListener("blur", () => release({ key: "all" }, desk));
  on("input", "#brush-size", () => desk.ring.again());
  on("input", "#soft-edge", () => desk.painter.all());
  on("change", "#soft-edge", () => desk.changed());
  hold(document.querySelector("[data-hold]"), desk);
  pressureSwitch();
  each(() => show(desk));
}

export function sayShare(desk) {
  desk.count();
  announce(shareInWords(desk.share, document.getElementById("mask-share")));
}

function show(desk) {
  for (const button of document.querySelectorAll("button[data-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === desk.tool));
  }
  document.querySelector("[data-edit-act=undo]").disabled = !desk.history.done.length;
  document.querySelector("[data-edit-act=redo]").disabled = !desk.history.undone.length;
  document.getElementById("zoom").textContent = `${Math.round(desk.view.scale * 100)}%`;
  const pill = document.getElementById("mask-share");
  pill.textContent = shareInWords(desk.share, pill);
  pill.classList.toggle("note", desk.share > 0);
}

function press(event, desk, acts) {
  if (document.querySelector("dialog[open]") || event.target.matches?.(FIELDS)) return;
  if (event.ctrlKey || event.metaKey) {
    const act = { z: event.shiftKey ? "redo" : "undo", y: "redo", 0: "fit" }[event.key.toLowerCase()];
    if (!act || event.altKey) return;
    event.preventDefault();
    acts[act]();
    return;
  }
  if (event.altKey || !singleKeys()) return;
  if (event.key === " " && !event.target.closest?.("button, a, input, summary")) {
    event.preventDefault();
    desk.pointer.spaced = true;
    desk.stage.classList.add("panning");
    desk.ring.hide();
  }
  if (event.key.toLowerCase() === "o" && !event.repeat) look(desk, true);
  if (event.key === "[" || event.key === "]") resize(event.key === "]" ? 1 : -1);
  if (event.key === "+" || event.key === "=") acts.closer();
  if (event.key === "-") acts.farther();
}

function release(event, desk) {
  if (event.key === " " || event.key === "all") {
    desk.pointer.spaced = false;
    desk.stage.classList.remove("panning");
  }
  if (event.key.toLowerCase() === "o" || event.key === "all") look(desk, false);
}

/** A tenth more or less, a pixel at least. */
function resize(way) {
  const slider = document.getElementById("brush-size");
  const value = Number(slider.value);
  slider.value = String(value + way * Math.max(1, Math.round(value / 10)));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}

function look(desk, original) {
  desk.stage.classList.toggle("original", original);
}

function hold(button, desk) {
  if (!button) return;
  for (const type of ["pointerdown", "keydown"]) {
    button.addEventListener(type, (event) => (!event.key || event.key === "Enter" || event.key === " ") && look(desk, true));
  }
  for (const type of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) {
    button.addEventListener(type, () => look(desk, false));
  }
}

function pressureSwitch() {
  const box = document.getElementById("pen-pressure");
  box.checked = recall("pen-pressure") !== "off";
  box.addEventListener("change", () => remember("pen-pressure", box.checked ? null : "off"));
}
