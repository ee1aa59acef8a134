"""Pages that run the studio: people, groups, models, keys, health, set-up, the log, retention."""
