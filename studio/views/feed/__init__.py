"""Runs and batches below the composer: their tiles, what can be done to them, their bench."""
