"""Rounds of a review, and what guests answer."""
