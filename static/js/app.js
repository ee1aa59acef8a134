/* Every page. */
import "./parts/theme.js";
import "./parts/toast.js";
import "./parts/popover.js";
import "./parts/dialog.js";
import "./parts/keys.js";
import "./parts/focus.js";
import "./parts/tint.js";
import "./parts/controls.js";
import "./parts/tabs.js";
import "./parts/notify.js";
