/* The download dialog, fetched when it is asked for so that pages stay small; the file name as it will be. */
import { on, tokenHeaders } from "../parts/dom.js";
import { fieldsOfSelection } from "./select.js";
import { toast } from "../parts/toast.js";

const NAMED = 2; // ids in the address: the first gives its name, a second says that there are several
let opener = null;
let typing = 0;

/** What the bar has selected: ids, or the whole list as ``where``; null where the link itself names the pictures. */
function selected(link) {
  if (!link.closest("#selection")) return null;
  const fields = fieldsOfSelection();
  return fields.all ? { ids: [], where: listOf(fields) } : { ids: fields.ids.split(",").filter(Boolean), where: "" };
}

function listOf({ query, on }) {
  return on ? `on=${on}` : query || "q=";
}

function exportAddress(link, { ids, where }) {
  const query = where ? { where } : { ids: ids.slice(0, NAMED).join(",") };
  return `${link.getAttribute("href")}?${new URLSearchParams(query)}`;
}

function dialog() {
  const found = document.getElementById("export");
  if (found) return found;
  const made = Object.assign(document.createElement("dialog"), { id: "export" });
  made.setAttribute("aria-labelledby", "export-title");
  document.body.append(made);
  return made;
}

async function fragment(address) {
  const answer = await fetch(address, { headers: tokenHeaders() }).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

function fill(form, ids) {
  form.elements.ids.value = ids.join(",");
  const title = form.querySelector("h2");
  title.textContent = title.textContent.replace(String(NAMED), String(ids.length));
}

on("click", "[data-export]", async (event, link) => {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  opener = link;
  const chosen = selected(link);
  const html = await fragment(chosen ? exportAddress(link, chosen) : link.href);
  if (html === null) return toast(link.dataset.failed || "", { failed: true });
  const shown = dialog();
  shown.innerHTML = html;
  if (chosen?.ids.length > 1) fill(shown.querySelector("form"), chosen.ids);
  shown.showModal();
  shown.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
});

on("submit", "#export form", () => {
  setTimeout(() => document.getElementById("export").close());
  if (opener?.dataset.begun) toast(opener.dataset.begun);
});

on("input", "[data-name-template]", (event, field) => {
  clearTimeout(typing);
  typing = setTimeout(() => tell(field), 150);
});

async function tell(field) {
  const place = document.getElementById("export-name");
  const { ids, where } = field.form.elements;
  const query = new URLSearchParams({ name: field.value, ids: ids.value.split(",")[0], where: ids.value ? "" : where.value });
  const html = await fragment(`${place.dataset.address}?${query}`);
  if (html === null) return;
  place.innerHTML = html;
  field.setAttribute("aria-invalid", String(Boolean(place.querySelector(".error"))));
}
