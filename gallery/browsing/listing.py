"""Which pictures a page shows: mine or a team's, narrowed by words, model, vendor and days, as the address says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from gallery import search
from gallery.models import Image, Team
from gallery.models.image import ImageQuerySet

LONGEST = {"q": 500, "model": 100, "vendor": 40}
ENOUGH = 1000  # rows that are counted for a sentence; beyond them it says "more than"


class Unreadable(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The address asks for something that no page of ours asks for; the message says what."""


@dataclass(frozen=True, slots=True)
class Listing:
    """``start`` and ``end`` are days in the instance's time zone, both inclusive."""

    user: Any
    team: Team | None = None
    q: str = ""
    model: str = ""
    vendor: str = ""
    start: date | None = None
    end: date | None = None

    def space(self) -> ImageQuerySet:
        return Image.objects.of_team(self.team) if self.team else Image.objects.mine(self.user)

    def rows(self) -> ImageQuerySet:
        rows = self.space()
        if self.model:
            rows = rows.filter(model=self.model)
        if self.vendor:
            rows = rows.filter(vendor=self.vendor)
        if self.start:
            rows = rows.filter(created_at__gte=midnight(self.start))
        if self.end:
            rows = rows.filter(created_at__lt=midnight(self.end + timedelta(days=1)))
        return search.matching(rows, self.q, owner=None if self.team else self.user) if self.q else rows

    def parameters(self) -> dict[str, str]:
        """As they stand in an address; only those that are set."""
        found = {"q": self.q, "model": self.model, "vendor": self.vendor}
        found |= {"from": iso(self.start), "to": iso(self.end)}
        return {name: value for name, value in found.items() if value}

    def url(self, **more: str) -> str:
        path = reverse("gallery-team", args=[self.team.pk]) if self.team else reverse("gallery")
        return with_query(path, self.parameters() | more)

    def image_query(self) -> str:
        """What a picture's address carries, so that its neighbours are those of this list; "" or "?…"."""
        own = {"team": str(self.team.pk)} if self.team else {}
        return with_query("", own | self.parameters())

    def without(self, name: str) -> "Listing":
        """``name`` as in ``conditions``."""
        cleared: dict[str, Any] = {"start": None, "end": None} if name == "date" else {name: ""}
        return replace(self, **cleared)

    def bare(self) -> "Listing":
        return Listing(self.user, self.team)

    def conditions(self) -> dict[str, str]:
        """What is set, by name, in words: {"q": "harbour", "date": "3 Nov to 9 Nov"}."""
        found = {"q": self.q, "vendor": self.vendor, "model": self.model, "date": self.days_in_words()}
        return {name: value for name, value in found.items() if value}

    def days_in_words(self) -> str:
        if self.start and self.end:
            return day_in_words(self.start) if self.start == self.end else f"{words(self.start)} to {words(self.end)}"
        if self.start:
            return f"since {words(self.start)}"
        return f"until {words(self.end)}" if self.end else ""


def listing_of(user: Any, team: Team | None, query: Mapping[str, str]) -> Listing:
    """Reads the address.

    Raises:
        Unreadable: a part of it is none.
    """
    texts = {name: readable(name, query.get(name, "")) for name in LONGEST}
    return Listing(user, team, start=day("from", query), end=day("to", query), **texts)


def readable(name: str, text: str) -> str:
    if len(text) > LONGEST[name]:
        raise Unreadable(
            _("“%(name)s” is longer than %(longest)s characters.") % {"name": name, "longest": LONGEST[name]}
        )
    if "\0" in text:
        raise Unreadable(_("“%(name)s” holds a character that no text has.") % {"name": name})
    return text.strip()


def day(name: str, query: Mapping[str, str]) -> date | None:
    text = query.get(name, "")
    if not text:
        return None
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None or not date(1970, 1, 1) <= found <= date(9998, 12, 31):
        raise Unreadable(_("“%(text)s” is no day such as 2026-11-03.") % {"text": text[:40]})
    return found


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


def midnight(at: date) -> datetime:
    return timezone.make_aware(datetime.combine(at, time.min))


def with_query(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def iso(at: date | None) -> str:
    return at.isoformat() if at else ""


def day_in_words(at: date) -> str:
    """ "Today", "Yesterday", "3 Nov", "3 Nov 2025"."""
    today = timezone.localdate()
    if at == today:
        return _("Today")
    return _("Yesterday") if at == today - timedelta(days=1) else words(at)


def words(at: date) -> str:
    return f"{at.day} {at:%b}" if at.year == timezone.localdate().year else f"{at.day} {at:%b %Y}"
