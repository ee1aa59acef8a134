/* Delegated events, fragments that come later, and the one live region. */

/** Calls fn(event, element) for events of type inside elements that match selector, now or later. */
export function on(type, selector, fn, options) {
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest(selector) : null;
    if (element) fn(event, element);
  }, options);
}

/** Calls fn(root) for the document and for every fragment that htmx or a script puts into it. */
export function each(fn) {
  fn(document);
  document.addEventListener("htmx:load", (event) => fn(event.target));
  document.addEventListener("fragment", (event) => fn(event.target));
}

/** All that match inside root, root itself included. */
export function all(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root instanceof Element && root.matches(selector) ? [root, ...found] : found;
}

/** A text of _parts/script_words.html in the page's language, its parts in braces filled from facts. */
export function word(name, facts = {}) {
  const text = document.getElementById("words")?.dataset[name] || "";
  return text.replace(/\{(\w+)\}/g, (_, part) => facts[part] ?? "");
}

/** Says text through the page's polite live region. */
export function announce(text) {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

/** Puts element in the place of its older self and keeps the focus; scripts and htmx take note of it. */
export function replace(old, element) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.getAttribute("name") || focused?.dataset.name;
  old.replaceWith(element);
  if (window.htmx) window.htmx.process(element);
  element.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
  if (!focused) return;
  const heir = (name && element.querySelector(`[name="${name}"], [data-name="${name}"]`)) || element.querySelector("a, button");
  if (!heir) element.tabIndex = -1;
  (heir || element).focus({ preventScroll: true });
}

/** Whether single letters act: each person can switch them off. */
export function singleKeys() {
  return document.body.dataset.singleKeys !== "off";
}

/** What a POST by fetch has to carry. */
export function tokenHeaders() {
  return { ...JSON.parse(document.body.getAttribute("hx-headers") || "{}"), "HX-Request": "true" };
}

/** A value of this browser; null where storage is closed or empty. */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    /* A full or closed storage loses a draft, nothing else. */
  }
}
