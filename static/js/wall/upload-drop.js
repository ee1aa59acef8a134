/* Own pictures into the gallery or onto a board: dropped or chosen, many at once, each with its progress. */
import { carrying } from "../parts/carrying.js";
import { on, tokenHeaders } from "../parts/dom.js";

const AT_ONCE = 2;
const sheet = document.getElementById("uploading");
const queued = [];
let underWay = 0;
let keptIds = [];

function carriesFiles(event) {
  return sheet && !carrying() && event.dataTransfer?.types.includes("Files");
}

/* The place to drop on appears while files are dragged over the page. */
addEventListener("dragenter", (event) => {
  if (carriesFiles(event)) document.documentElement.classList.add("dropping");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.documentElement.classList.remove("dropping");
});
addEventListener("drop", () => document.documentElement.classList.remove("dropping"));
on("dragover", "[data-drop-upload]", (event) => carriesFiles(event) && event.preventDefault());
on("drop", "[data-drop-upload]", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  takeFiles(event.dataTransfer.files);
});
on("change", "form.upload input[type=file]", (event, field) => {
  if (!sheet) return;
  takeFiles(field.files);
  field.form.reset();
});
on("click", "[data-uploads-done]", () => location.assign(sheet.dataset.after || location.href));

function takeFiles(files) {
  sheet.hidden = false;
  for (const file of files) queued.push({ file, row: rowOf(file) });
  nextFile();
}

function rowOf(file) {
  const row = document.createElement("li");
  row.append(Object.assign(document.createElement("span"), { textContent: file.name }));
  const progress = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  progress.setAttribute("aria-label", file.name);
  row.append(progress);
  sheet.querySelector("ul").append(row);
  return row;
}

function nextFile() {
  tellProgress();
  while (underWay < AT_ONCE && queued.length) {
    underWay += 1;
    uploadFile(queued.shift()).finally(() => { underWay -= 1; nextFile(); });
  }
  if (!underWay && !queued.length) allUploaded();
}

function uploadFile({ file, row }) {
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("file", file);
  request.open("POST", sheet.dataset.address);
  for (const [name, value] of Object.entries(tokenHeaders())) request.setRequestHeader(name, value);
  request.upload.addEventListener("progress", (event) => { row.querySelector("progress").value = event.loaded / (event.total || 1); });
  return new Promise((done) => {
    request.addEventListener("loadend", () => { arrived(row, request); done(); });
    request.send(body);
  });
}

function arrived(row, request) {
  row.querySelector("progress").remove();
  const answer = request.getResponseHeader("Content-Type")?.includes("json") ? JSON.parse(request.responseText) : {};
  if (request.status === 201) keptIds.push(answer.id);
  else row.classList.add("failed");
  const sentence = request.status === 201 ? sheet.dataset.kept : answer.errors?.file?.[0] || sheet.dataset.failed;
  row.append(Object.assign(document.createElement("small"), { textContent: sentence }));
}

/* What was refused is not among those uploaded. */
function tellProgress() {
  const rows = sheet.querySelectorAll("li").length;
  const failed = sheet.querySelectorAll(".failed").length;
  sheet.querySelector("strong").textContent = sheet.dataset.words
    .replace("{n}", String(rows - underWay - queued.length - failed)).replace("{all}", String(rows));
}

/* On a team's board they are published first; what failed stays to be read. */
async function allUploaded() {
  const ids = keptIds.join(",");
  keptIds = [];
  for (const [address, fields] of ids ? JSON.parse(sheet.dataset.then || "[]") : []) {
    await fetch(address, { method: "POST", body: new URLSearchParams({ ids, ...fields }), headers: tokenHeaders() }).catch(() => null);
  }
  sheet.querySelector("[data-uploads-done]").hidden = false;
  if (ids && !sheet.querySelector(".failed")) location.assign(sheet.dataset.after || location.href);
}
