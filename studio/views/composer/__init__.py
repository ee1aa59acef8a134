"""The studio page and its docked composer: panel, picker, price, tray, prompts, presets, and the press."""
