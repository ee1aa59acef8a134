/* The page that compares pictures. */
import "./compare/zoom.js";
import "./compare/hands.js";
import "./compare/modes.js";
