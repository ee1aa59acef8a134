/* The shape (data-a) and the ground (data-color) of a picture, where attr() does not give them to the sheet yet. */
import { all, each } from "./dom.js";

if (!CSS.supports("inline-size", "attr(data-a type(<number>), 1)")) {
  each((root) => {
    for (const element of all(root, "[data-a]")) element.style.setProperty("--a", element.dataset.a);
    for (const element of all(root, "[data-color]")) element.style.backgroundColor = element.dataset.color;
  });
}
