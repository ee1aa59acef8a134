/* A recipe that an address fills in: what it names goes into the form as it was, and Undo brings that one back.
   Where it names a place alone, its chip says so. */
import { recall, remember } from "../parts/dom.js";
import { draftKey, fill, written } from "./composer.js";
import { toast } from "../parts/toast.js";

const dockedForm = document.getElementById("composer");

/** The former form with the filled fields put in: a seed alone leaves the words alone. */
function merged(former, filled) {
  const whole = new URLSearchParams(written());
  if (filled.includes("model")) return whole.toString();
  const mixed = new URLSearchParams(former);
  for (const name of filled) {
    mixed.delete(name);
    for (const value of whole.getAll(name)) mixed.append(name, value);
  }
  return mixed.toString();
}

async function recallRecipe(filled) {
  const plain = location.pathname;
  const former = recall(draftKey());
  history.replaceState(history.state, "", plain);
  const now = former ? merged(former, filled) : written();
  if (now === written()) remember(draftKey(), now);
  else await fill(now);
  if (former === now || !dockedForm.dataset.recalled) return;
  toast(dockedForm.dataset.recalled, { undo: () => (former ? fill(former) : location.replace(plain)) });
}

const recalled = (dockedForm?.dataset.prefilled || "").split(" ").filter(Boolean);
if (recalled.length) recallRecipe(recalled);
