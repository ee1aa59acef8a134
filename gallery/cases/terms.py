"""What the administrator sets for the queue: CASE_TERMS_FROM names the function that knows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Terms:
    """``goal``: how long a case should wait at most. ``kept``: how long a removed picture lies in quarantine.

    ``hide_after``: so many reports take a picture out of sight before anybody decided; None for never.
    """

    goal: timedelta = timedelta(hours=2)
    kept: timedelta = timedelta(days=90)
    hide_after: int | None = None


def terms() -> Terms:
    return cast("Terms", import_string(settings.CASE_TERMS_FROM)())
