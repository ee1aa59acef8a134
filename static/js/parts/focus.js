/* The focus is never lost: what held it may go with a swap, and its heir in the new part is found by what it was. */
const FOCUSABLE = "a[href], button:not(:disabled), input:not([type=hidden], :disabled), select, textarea, summary";
let marks = [];
let seen = false;

function marksOf(element) {
  const attribute = (name) => element.hasAttribute(name) && `[${name}="${CSS.escape(element.getAttribute(name))}"]`;
  const [name, value, key] = ["name", "value", "data-key"].map(attribute);
  const link = attribute("href") && `${element.parentElement.localName} > ${attribute("href")}`;
  return [element.id && `#${CSS.escape(element.id)}`, key, name && value && name + value, name, link].filter(Boolean);
}

function heirIn(part) {
  for (const mark of marks) {
    const heir = [...part.querySelectorAll(mark)].find((element) => element.checkVisibility() && !element.disabled);
    if (heir) return heir;
  }
  return null;
}

function lost() {
  return marks.length > 0 && (!document.activeElement || document.activeElement === document.body);
}

function give(heir) {
  marks = [];
  heir.focus({ preventScroll: true, focusVisible: seen });
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const focused = document.activeElement;
  const goes = focused && focused !== document.body && event.detail.target?.contains(focused);
  marks = goes ? [...marksOf(focused), "[data-heir]"] : [];
  seen = Boolean(goes && focused.matches(":focus-visible"));
});
document.addEventListener("htmx:afterSwap", (event) => {
  const heir = lost() && heirIn(event.target);
  if (heir) give(heir);
});
/* Nothing like it came back: the first of the new part, so that Tab goes on from here. */
document.addEventListener("htmx:afterSettle", (event) => {
  if (!lost()) return;
  const heir = [...event.target.querySelectorAll(FOCUSABLE)].find((element) => element.checkVisibility());
  if (heir) give(heir);
});

/* What is opened to write in it. */
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-write][open]")) event.target.querySelector("input:not([type=hidden]), textarea").focus();
}, true);
