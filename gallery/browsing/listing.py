"""Which pictures a page shows: mine or a team's, narrowed by a query, as the address says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.models import Image, SavedSearch, Team
from gallery.models.image import ImageQuerySet
from gallery.search import finding
from gallery.search import query as queries
from gallery.search.facts import Space
from gallery.search.query import Part, Problem, Query
from gallery.timing import dated

ALL = Query()
ENOUGH = 1000  # rows that are counted for a sentence; beyond them it says "or more"


class Unreadable(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The address asks for something that no page of ours asks for; the message says what."""


@dataclass(frozen=True)
class Listing:
    """``saved``: the search of that name, whose page this is; its line is in ``query``. ``stacked``: the pictures of a
    run hang as one.
    """

    user: Any
    team: Team | None = None
    query: Query = ALL
    saved: SavedSearch | None = None
    stacked: bool = False

    def space(self) -> ImageQuerySet:
        return Image.objects.of_team(self.team) if self.team else Image.objects.mine(self.user)

    def feed(self) -> ImageQuerySet:
        """All that was ever put here, by its index alone: what a long walk counts its steps by."""
        rows = Image.objects.filter(team=self.team) if self.team else Image.objects.filter(owner=self.user)
        return rows.filter(self.found.within)

    @cached_property
    def found(self) -> finding.Found:
        """What fits; at most a query per condition, once."""
        if not self.query:
            return finding.Found(self.space())
        return finding.find(self.space(), self.query, Space(self.user, self.team))

    def rows(self) -> ImageQuerySet:
        return self.found.rows

    @property
    def q(self) -> str:
        """The line."""
        return str(self.query)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of the query means nothing here."""
        return self.found.problems

    def parameters(self) -> dict[str, str]:
        """As they stand in an address; only those that are set."""
        return ({"q": self.q} if self.query.parts else {}) | self.as_stacks()

    def as_stacks(self) -> dict[str, str]:
        return {"stacks": "1"} if self.stacked else {}

    @property
    def path(self) -> str:
        return reverse("gallery-team", args=[self.team.pk]) if self.team else reverse("gallery")

    def url(self, **more: str) -> str:
        if self.saved:
            return with_query(reverse("saved-search", args=[self.saved.pk]), self.as_stacks() | more)
        return with_query(self.path, self.parameters() | more)

    def image_query(self) -> str:
        """What a picture's address carries, so that its neighbours are those of this list; "" or "?…"."""
        return with_query("", self.own_team() | self.parameters())

    def own_team(self) -> dict[str, str]:
        return {"team": str(self.team.pk)} if self.team else {}

    def plus(self, part: Part) -> "Listing":
        return replace(self, query=self.query.plus(part), saved=None)

    def minus(self, part: Part) -> "Listing":
        return replace(self, query=self.query.minus(part), saved=None)

    def lacking(self, field: str) -> "Listing":
        return replace(self, query=self.query.lacking(field), saved=None)

    def lacking_value(self, field: str, text: str) -> "Listing":
        return replace(self, query=self.query.lacking_value(field, text), saved=None)

    def turned(self) -> "Listing":
        """With stacks, or without."""
        return replace(self, stacked=not self.stacked)

    def bare(self) -> "Listing":
        return Listing(self.user, self.team)


def listing_of(user: Any, team: Team | None, given: Mapping[str, str]) -> Listing:
    """Reads the address, or a form that was sent. What of it is no search stands in the listing's problems."""
    texts = {name: given.getlist(name) for name in given} if isinstance(given, QueryDict) else lists(given)
    return Listing(user, team, queries.from_form(texts), stacked=given.get("stacks") == "1")


def lists(given: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [text] for name, text in given.items()}


def listing_of_saved(user: Any, saved: SavedSearch, *, stacked: bool = False) -> Listing:
    return Listing(user, saved.team, queries.read(saved.line), saved, stacked)


def team_of(teams: list[Team], text: str) -> Team | None:
    """The one of my teams that the address names; None when it names none.

    Raises:
        Unreadable: it names one that I am not in, or nothing at all.
    """
    if not text:
        return None
    try:
        return next(team for team in teams if team.pk == UUID(text))
    except (ValueError, StopIteration):
        raise Unreadable(_("There is no such team, or you are not in it.")) from None


def with_query(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def day_in_words(at: date) -> str:
    """ "Today", "Yesterday", "3 Nov", "3 Nov 2025"."""
    today = timezone.localdate()
    if at == today:
        return _("Today")
    return _("Yesterday") if at == today - timedelta(days=1) else words(at)


def words(at: date) -> str:
    return dated(at, "j M" if at.year == timezone.localdate().year else "j M Y")
