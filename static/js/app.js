/* Every page. */
import "./theme.js";
import "./toast.js";
import "./popover.js";
import "./dialog.js";
import "./keys.js";
import "./focus.js";
import "./tint.js";
import "./controls.js";
import "./notify.js";
