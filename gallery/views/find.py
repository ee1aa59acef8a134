"""Beside a wall: menus of what it can be narrowed to, the whole form of that, its months and how many there are."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gallery.browsing.choices import FIELDS, Sample, facet_of
from gallery.browsing.conditions import KEYS
from gallery.browsing.listing import ENOUGH, Listing, listing_of, team_of
from gallery.browsing.months import months_of
from gallery.browsing.wall import count_of
from gallery.search import values
from gallery.search.query import WORDS, Part, Value
from gallery.views.gallery import readable, teams_of

RECENT = ((gettext_lazy("Today"), "today"), (gettext_lazy("Last 7 days"), "7d"), (gettext_lazy("Last 30 days"), "30d"))


def listing_at(request: HttpRequest) -> Listing:
    """The list that a menu stands beside."""
    return listing_of(request.user, team_of(teams_of(request.user), request.GET.get("team", "")), request.GET)


@require_safe
@readable
def facet(request: HttpRequest, field: str) -> HttpResponse:
    """One field's choices as links: a menu's inside for htmx, a page of its own otherwise."""
    if field not in FIELDS:
        raise Http404
    listing = listing_at(request)
    context = {"facet": facet_of(listing, field), "label": KEYS[field], "listing": listing, "enough": ENOUGH}
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "gallery/_choices.html" if fragment else "gallery/choices.html", context)


@require_safe
@readable
def days(request: HttpRequest) -> HttpResponse:
    """Days that are one click away, each month, and any others by a form."""
    listing = listing_at(request)
    others = listing.lacking("date")
    context: dict[str, Any] = {"listing": listing, "months": months_of(others), "enough": ENOUGH}
    context["recent"] = [(words, others.plus(on(text)).url()) for words, text in RECENT]
    context["others"] = others
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "gallery/_dates.html" if fragment else "gallery/dates.html", context)


def on(text: str) -> Part:
    return Part("date", (Value(text),))


@require_safe
@readable
def panel(request: HttpRequest) -> HttpResponse:
    """Every field in one form, filled in as the line says. What it sends is a line again."""
    listing = listing_at(request)
    sample = Sample(listing)
    context: dict[str, Any] = {"listing": listing, "enough": ENOUGH, "counted": len(sample.images)}
    context["facets"] = {name: facet_of(listing, name, sample) for name in FIELDS}
    context["words"] = " ".join(str(part) for part in listing.query.parts if part.field == WORDS)
    context["without"] = ", ".join(listing.query.texts("tag", without=True))
    context["any_tag"] = any(len(part.values) > 1 for part in listing.query.of("tag"))
    context |= bounds_of(listing)
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "gallery/_find_form.html" if fragment else "gallery/find.html", context)


def bounds_of(listing: Listing) -> dict[str, Any]:
    spans = [values.days(text, timezone.localdate()) for text in listing.query.texts("date")]
    start, end = spans[0] if spans and spans[0] else (None, None)
    rest = [part for part in listing.query.parts if kept_apart(part)]
    return {"start": start, "end": end, "rest": " ".join(map(str, rest))}


def kept_apart(part: Part) -> bool:
    """What the form has no place for goes along as it is."""
    return part.field == "like" or (part.without and part.field not in (WORDS, "tag"))


@require_safe
@readable
def overview(request: HttpRequest) -> HttpResponse:
    """The rail of months, and the number of pictures: what a page fetches once it stands."""
    listing = listing_at(request)
    number, more = count_of(listing)
    context = {"listing": listing, "months": months_of(listing), "number": number, "more": more, "enough": ENOUGH}
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "gallery/_overview.html" if fragment else "gallery/overview.html", context)
