"""Which pictures a press concerns: those that are named, or all of a list, or all of a board."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from gallery.browsing.listing import Unreadable, listing_of
from gallery.models import Board, Image, Team
from gallery.organising import hanging
from gallery.organising.bulk import MOST, TooMany


def named(ids: Sequence[UUID], *, by: Any) -> list[Image]:
    """Those that ``by`` may see, in the order named."""
    refuse_more(len(ids))
    known = Image.objects.pictures_visible_to(by).in_bulk(list(ids))
    return [known[pk] for pk in dict.fromkeys(ids) if pk in known]


def matching(query: str, *, by: Any, team: Team | None) -> list[Image]:
    """All of a list, newest first. ``query`` as in its address: "q=slate&model=…".

    Raises:
        Unreadable: it asks for what no list has.
        TooMany: more than one press takes.
    """
    listing = listing_of(by, team, QueryDict(query))
    if listing.problems:
        raise Unreadable(" ".join(str(problem.sentence) for problem in listing.problems))
    rows = listing.rows().order_by("-created_at", "-id")
    return bounded(rows[: MOST + 1])


def on_board(board: Board) -> list[Image]:
    ids = hanging.ids_of(board, most=MOST + 1)
    refuse_more(len(ids))
    known = Image.objects.in_bulk(ids)
    return [known[pk] for pk in ids]


def bounded(rows: Any) -> list[Image]:
    images = list(rows.defer("revised_prompt", "asked", "request_id", "sha256"))
    refuse_more(len(images))
    return images


def refuse_more(number: int) -> None:
    if number > MOST:
        raise TooMany(_("Up to %(most)d pictures at once. Narrow the list first.") % {"most": MOST})
