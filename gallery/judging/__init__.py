"""Judging words and looks: prompt rules, and the lists of pictures that are known by their hash."""
