/* One toast at a time: 10 s with Undo, 5 s without; it stays while hovered or focused. */
import { on, word } from "./dom.js";

const region = document.getElementById("toasts");

function show() {
  region.setAttribute("popover", "manual");
  const toasts = [...region.querySelectorAll(".toast")];
  if (!toasts.length) {
    if (region.matches(":popover-open")) region.hidePopover();
    return;
  }
  toasts.slice(0, -1).forEach((toast) => toast.remove());
  const toast = toasts.at(-1);
  toast.querySelector(".close").hidden = false;
  if (region.matches(":popover-open")) region.hidePopover();
  region.showPopover();
  if (!toast.matches("[role=alert]")) wait(toast);
}

function wait(toast) {
  const time = toast.querySelector("button:not(.close)") ? 10000 : 5000;
  const tick = () => {
    if (toast.matches(":hover, :focus-within")) return setTimeout(tick, 1000);
    return dismiss(toast);
  };
  setTimeout(tick, time);
}

function dismiss(toast) {
  toast.remove();
  if (!region.querySelector(".toast") && region.matches(":popover-open")) region.hidePopover();
}

/** Shows text; undo is an address that takes a POST or a function, failed makes it an alert that stays. */
export function toast(text, { undo = "", failed = false, label = word("undo") } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  if (failed) box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo) box.append(typeof undo === "string" ? undoForm(undo) : undoButton(undo, label));
  const close = Object.assign(document.createElement("button"), { className: "close", type: "button", textContent: "×" });
  close.setAttribute("aria-label", word("close"));
  close.dataset.dismiss = "";
  box.append(close);
  region.append(box);
  show();
}

function undoButton(act, label) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.dataset.dismiss = "";
  button.addEventListener("click", act);
  return button;
}

function undoForm(address) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address });
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: token }));
  form.append(Object.assign(document.createElement("button"), { textContent: word("undo") }));
  return form;
}

on("click", "[data-dismiss]", (event, button) => dismiss(button.closest(".toast")));

/* A response with HX-Trigger {"toast": {"text": …, "undo": …, "failed": …}}. */
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail));
document.addEventListener("htmx:responseError", (event) => {
  toast(word("failed", { status: event.detail.xhr.status }), { failed: true });
});
document.addEventListener("htmx:sendError", () => {
  toast(word("offline"), { failed: true });
});

show();
