"""Measurements: `make bench` prints one table. Nothing here is a test, and nothing asserts on the clock."""
