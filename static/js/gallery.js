/* The gallery and the picture page. */
import "./density.js";
import "./wall.js";
import "./tile-menu.js";
import "./select.js";
import "./select-hands.js";
import "./select-acts.js";
import "./board-order.js";
import "./stacks.js";
import "./upload-drop.js";
import "./place.js";
import "./walk.js";
import "./copy.js";
import "./recover.js";
import "./export.js";
import "./pins.js";
import "./comments.js";
