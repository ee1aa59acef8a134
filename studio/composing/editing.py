"""What can be made of a picture: each way a model of the catalogue offers, whether it works under a mask, its price."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.derived.ratios import alike, proportion
from gallery.models import Image
from studio import catalogue, offer
from studio.catalogue import Asked, Invalid, ModelSpec, Option, ReferenceFacts
from studio.catalogue.pricing import price_of_picture
from studio.lifecycle.pictures import facts_of
from studio.words import worded

STAND_IN = "picture"  # no price depends on the words
ACTS = {
    "edit": gettext_lazy("Edit"),
    "repaint": gettext_lazy("Repaint"),
    "erase": gettext_lazy("Erase"),
    "variation": gettext_lazy("Variation"),
    "remix": gettext_lazy("Remix"),
    "reframe": gettext_lazy("Reframe"),
}
SYMBOLS = {
    "edit": "brush",
    "repaint": "paint-roller",
    "erase": "eraser",
    "variation": "shuffle",
    "remix": "repeat",
    "reframe": "scan",
}
WORDLESS = ("erase", "reframe")  # acts that no words describe


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that one model can do with a picture. ``mask``: "needs", "takes" or "" for none.

    ``why_not`` is the sentence why this picture cannot go there, empty where it can; ``price`` of one in US dollars.
    """

    spec: ModelSpec
    act: str
    mask: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    price: Decimal | None = None
    why_not: str = ""

    @property
    def id(self) -> str:
        return f"{self.spec.id}:{self.act}"

    @property
    def act_label(self) -> str:
        return str(ACTS[self.act])

    @property
    def line(self) -> str:
        """What stands under the model's name."""
        return worded(self.spec.strength) if self.act == "edit" else self.act_label

    @property
    def wordless(self) -> bool:
        return self.act in WORDLESS

    @property
    def shapes(self) -> tuple[str, ...]:
        """The shapes to choose from, where the act is about the shape."""
        return tuple(aspect.ratio for aspect in self.spec.aspects) if self.act == "reframe" else ()


def ways_for(image: Image, user: Any = None) -> list[Way]:
    """All of the models that are offered now, those under a mask first, in the picker's order."""
    ways = [priced(way, image) for spec in offer.offered(user) for way in ways_of(spec)]
    return sorted(ways, key=lambda way: not way.mask)


def ways_of(spec: ModelSpec) -> Iterator[Way]:
    """An option whose choices are acts names them (ERNIE's feature, Ideogram's action); a model without one edits."""
    if not spec.references.max:
        return
    named = named_acts(spec)
    if named is None:
        yield Way(spec, "edit", "takes" if spec.mask else "")
        return
    masked = (spec.mask.required_for if spec.mask else {}).get(named.name, ())
    if spec.mask and not masked:  # a picture alone goes by the option, a mask makes it an edit
        yield Way(spec, "edit", "needs")
    for act in named.choices:
        yield Way(spec, act, "needs" if act in masked else "", {named.name: act})


def named_acts(spec: ModelSpec) -> Option | None:
    return next((option for option in spec.options if option.choices and set(option.choices) <= set(ACTS)), None)


def priced(way: Way, image: Image) -> Way:
    """With its price, or with why this picture cannot go there."""
    try:
        asked = asked_of(way, image)
    except Invalid as invalid:
        return Way(way.spec, way.act, way.mask, way.options, None, worded(next(iter(invalid.errors.values()))[0]))
    return Way(way.spec, way.act, way.mask, way.options, price_of_picture(asked, 1, asked.size))


def asked_of(way: Way, image: Image, *, count: Any = 1, aspect: str = "") -> Asked:
    """The request as it is priced, under a mask where the way needs one.

    Raises:
        Invalid: the rules refuse it.
    """
    return catalogue.check(
        way.spec,
        prompt=STAND_IN,
        options=way.options,
        aspect=aspect or shape_for(way.spec, image),
        count=count,
        references=[facts_of(image)],
        mask=ReferenceFacts("png", image.width, image.height, 0) if way.mask == "needs" else None,
    )


def shape_for(spec: ModelSpec, image: Image) -> str:
    """The picture's own shape where the model has it, else what the model makes of it, else the nearest."""
    own = image.width / image.height
    fitting = [aspect for aspect in spec.aspects if proportion(aspect.ratio) and alike(own, proportion(aspect.ratio))]
    exact = next((aspect for aspect in fitting if aspect.size == (image.width, image.height)), None)
    if fitting:
        return (exact or fitting[0]).ratio
    return "auto" if spec.aspect("auto") else catalogue.nearest_aspect(spec, f"{image.width}:{image.height}").ratio


def found(ways: Sequence[Way], id: str) -> Way | None:
    return next((way for way in ways if way.id == id), None)


def first_of(ways: Sequence[Way], act: str) -> Way | None:
    """The first way to do this that the picture fits, else the first of all that it fits."""
    fitting = [way for way in ways if not way.why_not]
    return next((way for way in fitting if way.act == act), None) or next(iter(fitting), None)


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of a picture's menu. ``why_not`` greys it."""

    name: str
    label: str
    symbol: str
    url: str
    why_not: str = ""


def acts_for(image: Image, user: Any = None) -> list[Act]:
    """In the order of the menu. A variation of what a model made is its recipe with another seed; a crop needs none."""
    ways = ways_for(image, user)
    cannot = missing(ways)
    page = reverse("edit", args=[image.pk])
    acts = [
        Act(name, str(label), SYMBOLS[name], f"{page}?act={name}", cannot.get(name, "")) for name, label in ACTS.items()
    ]
    if image.model in {spec.id for spec in offer.offered(user)}:
        again = f"{reverse('studio')}?remix={image.pk}"
        acts = [replace(act, url=again, why_not="") if act.name == "variation" else act for act in acts]
    masked = [way for way in ways if way.mask and not way.why_not]
    extend = "" if masked else _("No model that is offered now takes this picture under a mask.")
    return [
        *acts,
        Act("extend", _("Extend the canvas"), "expand", reverse("extend", args=[image.pk]), extend),
        Act("crop", _("Crop to a shape"), "crop", reverse("crop", args=[image.pk])),
    ]


def missing(ways: Sequence[Way]) -> dict[str, str]:
    """Act → why nobody can do it with this picture now."""
    told = {}
    for act, label in ACTS.items():
        able = [way for way in ways if way.act == act]
        if not able:
            told[act] = _("No model that is offered now does this: %(act)s.") % {"act": label}
        elif all(way.why_not for way in able):
            told[act] = able[0].why_not
    return told
