/* The tree of boards: projects stay open or closed as this browser left them, and "Find a board" leaves what is called so. */
import { all, on, recall, remember } from "../parts/dom.js";

const OPEN_KEY = "projects";
const PROJECTS = ".tree .project";
const projectsOpen = readOpen();
let findingBoard = false;

function readOpen() {
  try {
    return JSON.parse(recall(OPEN_KEY)) || {};
  } catch {
    return {};
  }
}

function arrangeProjects() {
  for (const project of all(document, PROJECTS)) {
    const here = project.querySelector("[aria-current]");
    project.open = Boolean(here) || (projectsOpen[project.dataset.project] ?? project.open);
  }
}

document.addEventListener("toggle", ({ target }) => {
  if (findingBoard || !target.matches?.(PROJECTS) || target.querySelector("[aria-current]")) return;
  projectsOpen[target.dataset.project] = target.open;
  remember(OPEN_KEY, JSON.stringify(projectsOpen));
}, true);

function isCalled(element, words) {
  return Boolean(element) && element.textContent.toLowerCase().includes(words);
}

/** A board stays where its name, its project's, that of the board it lies in or of one in it has the words. */
function fitsWords(item, words) {
  const around = item.closest(".project")?.querySelector("summary > span");
  const names = [around, item.parentElement.closest("[data-board]")?.querySelector("a span, a strong")];
  names.push(...all(item, "[data-board] > a span:not(.mosaic, .blank), [data-board] > a strong"));
  return names.some((name) => isCalled(name, words));
}

on("input", "[data-find-board]", (event, field) => {
  const words = field.value.trim().toLowerCase();
  findingBoard = Boolean(words);
  for (const item of all(document, "[data-board]")) item.hidden = findingBoard && !fitsWords(item, words);
  for (const part of all(document, `${PROJECTS}, .shelf`)) {
    part.hidden = findingBoard && !part.querySelector("[data-board]:not([hidden])");
    if (findingBoard && part.matches(PROJECTS)) part.open = true;
  }
  if (!findingBoard) arrangeProjects();
});

arrangeProjects();
