"""What a list can be narrowed to, with how many of its newest pictures each choice has. Asked for when a menu opens."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.functional import cached_property

from gallery.browsing.conditions import NAMES, stars_in_words
from gallery.browsing.listing import ENOUGH, Listing
from gallery.browsing.wall import page_of
from gallery.models import Board, BoardItem, Image, Likeness, Pick, Rating, Tagging, User
from gallery.models.words import facts_of
from gallery.organising import tags
from gallery.search import values
from gallery.search.query import SPACED, Part, Value

KEPT = 120  # seconds: a new model may take that long to be offered as a filter
MOST = 200
COUNTED = (
    *("created_at", "model", "vendor", "owner_id", "team_id", "width", "height", "parent_id"),
    *("asked", "title", "kind", "sandbox"),
)
FIELDS = ("model", "vendor", "person", "board", "tag", "rating", "is", "has", "shape", "color")


@dataclass(frozen=True, slots=True)
class Choice:
    """``number`` of the newest ENOUGH that fit; ``url`` and ``without`` narrow to it and to the others."""

    field: str
    value: str
    label: str
    number: int = 0
    chosen: bool = False
    url: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    field: str
    choices: list[Choice]


class Sample:
    """The newest pictures of a list, up to ENOUGH: what choices are counted over. ``more``: it has others."""

    def __init__(self, listing: Listing):
        self.listing = listing

    @cached_property
    def images(self) -> list[Image]:
        rows = self.listing.rows().only("id", *COUNTED)
        images, self.more = page_of(self.listing, rows, "", ENOUGH)
        return list(images)

    @cached_property
    def ids(self) -> list[Any]:
        return [image.pk for image in self.images]

    def counted(self, of: Callable[[Image], Iterable[str]]) -> Counter[str]:
        return Counter(name for image in self.images for name in of(image))

    def facts(self, field: str) -> Counter[str]:
        """Of what the picture's own columns say."""
        return self.counted(lambda image: (name for kind, name in facts_of(image) if kind == field))


def facet_of(listing: Listing, field: str, sample: Sample | None = None) -> Facet:
    """Three queries at most, none of which reads more than the sample's rows."""
    sample = sample or Sample(listing.lacking(field) if field != "tag" else listing)
    offered, numbers = OFFERS[field](listing, sample)
    chosen = set(listing.query.texts(field))
    return Facet(
        field,
        [
            Choice(field, value, label, numbers[value], value in chosen, *addresses(listing, field, value, chosen))
            for value, label in offered.items()
        ],
    )


def addresses(listing: Listing, field: str, value: str, chosen: set[str]) -> tuple[str, str]:
    """Of the list narrowed to this choice, or let out of it; and of the list without it."""
    named = (Value(value, field in values.OPEN and bool(SPACED.search(value))),)
    without = listing.lacking_value(field, value).plus(Part(field, named, without=True)).url()
    if value in chosen:
        return listing.lacking_value(field, value).url(), without
    others = listing if field == "tag" else listing.lacking(field)
    return others.plus(Part(field, named)).url(), without


Offer = tuple[dict[str, str], Counter[str]]


def models(listing: Listing, sample: Sample) -> Offer:
    offered = {model: label or model for model, label, _ in made_with(listing)}
    return by_label(offered), sample.counted(lambda image: [image.model])


def vendors(listing: Listing, sample: Sample) -> Offer:
    offered = {vendor: vendor for _, _, vendor in made_with(listing) if vendor}
    return by_label(offered), sample.counted(lambda image: [image.vendor])


def made_with(listing: Listing) -> list[tuple[str, str, str]]:
    """(id, label, vendor) of each model of the space: a step along its index each, then from the cache."""
    key = f"made-with:{listing.team.pk if listing.team else listing.user.pk}:{bool(listing.team)}"
    found = cache.get(key)
    if found is None:
        found = []
        rows = listing.space().order_by("model").values_list("model", "model_label", "vendor")
        while len(found) < MOST and (row := rows.filter(model__gt=found[-1][0] if found else "").first()):
            found.append(row)
        cache.set(key, found, KEPT)
    return [(str(model), str(label), str(vendor)) for model, label, vendor in found]


def by_label(offered: dict[str, str]) -> dict[str, str]:
    return dict(sorted(offered.items(), key=lambda pair: pair[1].casefold()))


def people(listing: Listing, sample: Sample) -> Offer:
    if listing.team is None:
        return {}, Counter()
    members = {member.pk: member for member in User.objects.filter(memberships__team=listing.team)}
    numbers = sample.counted(lambda image: [members[image.owner_id].username] if image.owner_id in members else [])
    return by_label({member.username: member.name for member in members.values()}), numbers


def boards(listing: Listing, sample: Sample) -> Offer:
    there = Board.objects.of_space(user=listing.user, team=listing.team).values_list("pk", "name")[:MOST]
    items = BoardItem.objects.filter(board__in=[pk for pk, _ in there], image__in=sample.ids)
    numbers = Counter(str(name) for name in items.order_by().values_list("board__name", flat=True))
    return {name: name for _, name in there}, numbers


def tagged(listing: Listing, sample: Sample) -> Offer:
    """Those of the sample first, the most used before others."""
    space = tags.of_space(user=listing.user, team=listing.team)
    rows = Tagging.objects.filter(tag__in=space, image__in=sample.ids).order_by()
    numbers = Counter(str(name) for name in rows.values_list("tag__name", flat=True))
    rest = [str(name) for name in space.values_list("name", flat=True)[:MOST] if name not in numbers]
    offered = [name for name, _ in numbers.most_common(MOST)] + rest
    return {name: name for name in offered[:MOST]}, numbers


def stars(listing: Listing, sample: Sample) -> Offer:
    """ "3 and up"; of a team the mean of its members'."""
    team = listing.team
    whose = {"user__memberships__team": team} if team else {"user": listing.user}
    ratings = Rating.objects.filter(image__in=sample.ids, **whose).order_by()
    given: dict[Any, list[int]] = {}
    for image, number in ratings.values_list("image_id", "stars"):
        given.setdefault(image, []).append(number)
    means = [sum(some) / len(some) for some in given.values()]
    lows = range(values.MOST, 0, -1)
    offered = [str(values.tidy_stars(f">={low}")) for low in lows]
    numbers = Counter({name: sum(mean >= low for mean in means) for name, low in zip(offered, lows, strict=True)})
    numbers["none"] = len(sample.ids) - len(given)
    return {name: stars_in_words(name) for name in (*offered, "none")}, numbers


def states(listing: Listing, sample: Sample) -> Offer:
    numbers = sample.facts("is")
    numbers["favourite"] = Pick.objects.filter(team=listing.team, image__in=sample.ids).count()
    if listing.team is None:
        numbers["shared"] = sum(image.team_id is not None for image in sample.images)
        numbers["private"] = len(sample.ids) - numbers["shared"]
    mine = [name for name in values.STATES if listing.team is None or name not in ("shared", "private")]
    return named(mine), numbers


def having(listing: Listing, sample: Sample) -> Offer:
    return named(values.HAVING), sample.facts("has")


def shapes(listing: Listing, sample: Sample) -> Offer:
    return named(values.SHAPES), sample.facts("shape")


def colors(listing: Listing, sample: Sample) -> Offer:
    rows = Likeness.objects.filter(image__in=sample.ids).values_list("colors", flat=True)
    return named(values.COLORS), Counter(name for some in rows for name in some)


def named(names: Iterable[str]) -> dict[str, str]:
    return {name: str(NAMES[name]) for name in names}


OFFERS: dict[str, Callable[[Listing, Sample], Offer]] = {
    "model": models,
    "vendor": vendors,
    "person": people,
    "board": boards,
    "tag": tagged,
    "rating": stars,
    "is": states,
    "has": having,
    "shape": shapes,
    "color": colors,
}
