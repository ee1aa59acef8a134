"""Vendors' words made fit for a row: whatever an answer holds, it can be stored, on SQLite and on PostgreSQL."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studio.gateway import Picture, Pictures, Receipt
from studio.gateway.errors import Unreadable

REQUEST_ID_MAX = 200
TASK_ID_MAX = 300
WORDS_MAX = 4000
PROMPT_MAX = 40_000
SETTING_MAX = 60
USAGE_MAX = 50  # entries kept of what a vendor counts
SEED_MAX = 2**63 - 1


def text(value: str, most: int = WORDS_MAX) -> str:
    """No NUL, no half of a character that was cut in two, no novel."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode()[:most]


def pictures(answer: Pictures) -> Pictures:
    return replace(
        answer,
        items=tuple(picture(item) for item in answer.items),
        request_id=text(answer.request_id, REQUEST_ID_MAX),
        usage=usage(answer.usage),
    )


def picture(item: Picture) -> Picture:
    seed = item.seed if item.seed is not None and -SEED_MAX <= item.seed <= SEED_MAX else None
    return replace(
        item,
        url=link(item.url),
        revised_prompt=text(item.revised_prompt, PROMPT_MAX),
        seed=seed,
        reported={name: text(value, SETTING_MAX) for name, value in item.reported.items()},
    )


def link(url: str) -> str:
    """A picture that came inside its link is kept whole: its limit is that of a download."""
    return text(url, len(url) if url.startswith("data:") else PROMPT_MAX)


def receipt(answer: Receipt) -> Receipt:
    """Raises Unreadable for a task id that cannot be kept whole: a part of one asks for nothing."""
    if len(answer.task_id) > TASK_ID_MAX or text(answer.task_id) != answer.task_id:
        raise Unreadable("The receipt's task id makes no sense.", request_id=text(answer.request_id, REQUEST_ID_MAX))
    return replace(answer, request_id=text(answer.request_id, REQUEST_ID_MAX))


def answer(found: Pictures | Receipt) -> Pictures | Receipt:
    return pictures(found) if isinstance(found, Pictures) else receipt(found)


def usage(counts: Mapping[str, Any], depth: int = 2) -> dict[str, Any]:
    """Counts and their names; what is neither is left out, NaN among it."""
    kept: dict[str, Any] = {}
    for name, value in list(counts.items())[:USAGE_MAX]:
        if isinstance(value, Mapping) and depth:
            kept[text(str(name), 100)] = usage(value, depth - 1)
        elif isinstance(value, str):
            kept[text(str(name), 100)] = text(value, 200)
        elif value is None or (isinstance(value, int | float) and math.isfinite(value)):
            kept[text(str(name), 100)] = value
    return kept
