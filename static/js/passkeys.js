/* data-passkey: a form that sends what the browser's passkey answers, into its field "credential".

   "create" makes one, "get" signs with one, by the options in the element that data-options names or, where the form
   names an address in data-ask, by those that are asked for at the press. What goes wrong is said beside the button. */
import { on } from "./parts/dom.js";

const { create, get, supported } = globalThis.webauthnJSON;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = document.getElementById(form.dataset.button);
  if (!supported()) {
    button.disabled = true;
    say(form, "unsupported");
  }
}

on("submit", "form[data-passkey]", async (event, form) => {
  event.preventDefault();
  const button = document.getElementById(form.dataset.button);
  if (button.disabled) return;
  document.getElementById(form.dataset.note).hidden = true;
  button.disabled = true;
  try {
    form.elements.credential.value = JSON.stringify(await answer(form));
    form.submit();
  } catch (error) {
    button.disabled = false;
    say(form, { NotAllowedError: "stopped", InvalidStateError: "known" }[error.name] ?? "failed");
  }
});

function say(form, key) {
  const note = document.getElementById(form.dataset.note);
  note.lastElementChild.textContent = note.dataset[key];
  note.hidden = false;
}

async function answer(form) {
  const { creation_options: made, request_options: used } = await options(form);
  return form.dataset.passkey === "create" ? create(made) : get(used);
}

async function options(form) {
  if (!form.dataset.ask) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const response = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}
