"""Keeps keys out of whatever may reach a log, a row or a page."""

import re

DETAIL_MAX = 1000  # characters of a vendor's own words that are kept

_KEY_LIKE = re.compile(r"\b(?:sk|Bearer|Api-Key)[-\s:][\w\-.*]{4,}", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def redact(text: str, *secrets: str) -> str:
    """``text`` on one line, at most DETAIL_MAX characters, without ``secrets`` and without anything key-like."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[key]")
    return _SPACES.sub(" ", _KEY_LIKE.sub("[key]", text[: DETAIL_MAX * 4])).strip()[:DETAIL_MAX]
