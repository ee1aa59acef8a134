/* What was pressed, as data-key writes it, and which of the elements that carry it is meant. */

/** ["shift+r", "r"], ["alt+i"] or ["delete"-like names as they are]: the first that has an element counts. */
export function pressed(event) {
  const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
  if (event.altKey) return letter ? [`alt+${letter}`] : [];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.shiftKey && /^\p{L}$/u.test(key) ? [`shift+${key}`, key] : [key];
}

function onScreen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/* What waits in a closed menu is meant too, by a key with Alt: that does not depend on what is open. And what moved
   there from a narrow bar (data-moved), while the menu's opener can be seen. */
function within(element, keys) {
  if (element.checkVisibility()) return true;
  const menu = element.closest("[popover]:not(:popover-open)");
  if (!menu || keys.startsWith("alt+")) return Boolean(menu);
  return "moved" in element.dataset && document.querySelector(`[popovertarget="${menu.id}"]`)?.checkVisibility();
}

/** Of several, such as one per run, the one around the focus; else the first on the screen. data-near="focus" asks for
    the focus where there are several to choose from. */
export function target(keys) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].filter(
    (element) => !element.disabled && !element.closest("[inert]") && within(element, keys));
  const near = (element) => element.closest("[data-near]");
  const focused = document.activeElement;
  const around = found.filter((element) => near(element)?.contains(focused));
  const nearest = around.find((element) => near(element).dataset.near === "focus") || around[0];
  if (nearest) return nearest;
  const free = found.filter((element) => near(element)?.dataset.near !== "focus");
  return free.find((element) => !near(element) || onScreen(near(element))) || (found.length === 1 && !free.length ? found[0] : undefined);
}
