/* A preset is applied beside the words and references that stand in the composer. */
import { on } from "../parts/dom.js";

on("click", "[data-preset]", (event, link) => {
  event.preventDefault();
  const address = new URL(link.href);
  const data = new FormData(document.getElementById("composer"));
  address.searchParams.set("prompt", data.get("prompt"));
  for (const id of data.getAll("reference")) address.searchParams.append("reference", id);
  location.assign(address);
});
