"""Running the studio without a shell: models, keys, health, setting up. Verbs, no views."""
