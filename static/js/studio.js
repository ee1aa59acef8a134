/* The studio page. */
import "./composer/composer.js";
import "./composer/ask.js";
import "./composer/history.js";
import "./composer/prompt-picker.js";
import "./composer/prompt-help.js";
import "./composer/presets.js";
import "./composer/options.js";
import "./composer/models.js";
import "./composer/sections.js";
import "./composer/references.js";
import "./composer/recall.js";
import "./parts/recover.js";
import "./feed/live.js";
import "./feed/queue.js";
