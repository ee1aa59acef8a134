/* The studio page. */
import "./composer.js";
import "./ask.js";
import "./history.js";
import "./prompt-picker.js";
import "./prompt-help.js";
import "./presets.js";
import "./options.js";
import "./models.js";
import "./sections.js";
import "./references.js";
import "./recall.js";
import "./recover.js";
import "./live.js";
import "./queue.js";
