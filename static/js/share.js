/* Share of the selection bar: a link to the page of a new link, with what is selected. */
import { on } from "./dom.js";

on("click", "[data-share-selected]", (event, link) => {
  const ids = JSON.parse(sessionStorage.getItem(`selected ${location.pathname}`) || "[]");
  link.search = new URLSearchParams({ ids: ids.map((id) => id.replaceAll("-", "")).join(",") });
});
