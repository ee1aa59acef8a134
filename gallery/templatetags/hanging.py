"""How a picture hangs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.addresses import address
from gallery.files import signatures
from gallery.models import Image

register = template.Library()

NARROWEST, WIDEST = 0.3, 4.0  # a banner or a ribbon takes a row's place without ruining it
ALT_LENGTH = 120
NEAR = 12  # pictures that are in most windows
DOT = '<span class="picked" role="img" aria-label="{}"></span>'
RATED = '<span class="rated num" role="img" aria-label="{}">★ {}</span>'
PILE = '<a class="pile num" href="{}" aria-label="{}">{}</a>'
OWN = mark_safe(" data-own")
NUMBER = ', <span class="num">{}</span>'
TILE = (
    '<li data-a="{}"{}{}{}{}><a href="{}">'
    '<img {} width="{}" height="{}" alt="{}" loading="lazy" decoding="async">'
    '<span class="told">{}{}{}</span></a>{}{}{}</li>\n'
)


@register.filter
def proportion(image: Image) -> str:
    """Width over height for the wall: "1.333"."""
    return f"{min(max(image.width / image.height, NARROWEST), WIDEST):.3f}"


@register.filter
def shape_of(image: Image) -> str:
    """Width over height as it is, for a picture that stands alone: "1.3333"."""
    return f"{image.width / image.height:.4f}"


@register.simple_tag
def page_of(name: str, pk: UUID) -> str:
    """``{% page_of "board" board.pk %}``: as url has it, for many of one kind."""
    return address(name, pk)


@register.tag
def tiles(parser: Parser, token: Token) -> "Tiles":
    """``{% tiles day.images image_query user listing.team day.first %}``: the pictures of a wall, one by one. Where the
    last is true the page begins with them. Its template has loaded ``price``.
    """
    return Tiles([parser.compile_filter(part) for part in token.split_contents()[1:]], parser.find_filter("price"))


class Tiles(template.Node):
    """In Python, since a page hangs sixty of them and a template takes five times as long; what people or vendors wrote
    is escaped here one by one, since format_html asks every number too.
    """

    def __init__(self, parts: Sequence[FilterExpression], price: Callable[[Any], str]):
        self.parts, self.price = parts, price

    def render(self, context: Context) -> SafeString:
        images, query, user, team, first = (part.resolve(context) for part in self.parts)
        said = Said(query, user.pk, team, escape(_("Picked")), Prices(self.price))
        near = NEAR if first else 0
        return mark_safe("".join([tile(image, said, number < near) for number, image in enumerate(images)]))  # noqa: S308


class Prices(dict[Any, str]):
    """Of a page many cost the same."""

    def __init__(self, price: Callable[[Any], str]):
        self.price = price

    def __missing__(self, cost: Any) -> str:
        self[cost] = NUMBER.format(conditional_escape(self.price(cost)))
        return self[cost]


@dataclass(frozen=True, slots=True)
class Said:
    """What all tiles of a page have in common."""

    query: str
    user_id: Any
    team: Any
    picked: str
    prices: Prices


def tile(image: Image, said: Said, near: bool) -> str:
    pile, stars = getattr(image, "pile", None), getattr(image, "stars", 0)
    alt = image.alt_text
    return TILE.format(
        proportion(image),
        f' data-color="{escape(image.color)}"' if image.color else "",
        OWN if image.owner_id == said.user_id else "",
        f' data-members="{",".join(map(str, pile.ids))}"' if pile else "",
        " data-near" if near else "",
        escape(f"{address('image', image.pk)}{said.query}"),
        picture(image, near, said.user_id),
        image.width,
        image.height,
        escape(alt if len(alt) <= ALT_LENGTH else f"{alt[: ALT_LENGTH - 1]}…"),
        escape(image.model_label or image.file_name or _("Upload")),
        said.prices[image.cost] if image.cost is not None else "",
        f"<br>{escape(image.owner.name)}" if said.team else "",
        DOT.format(said.picked) if getattr(image, "is_picked", False) else "",
        RATED.format(escape(_("Rated %(n)d") % {"n": stars}), stars) if stars else "",
        link_to(pile, said.team) if pile else "",
    )


def picture(image: Image, near: bool, viewer: Any) -> str:
    """Attributes of the img. js/wall/near.js offers the other widths of one that is not near; without script it shows
    well enough on every screen.
    """
    links = signatures.srcset(image, viewer) if near else ""
    if not links:
        width = 320 if near or image.width <= 320 else 640
        return f'src="{escape(signatures.rendition_url(image, width, viewer))}"'
    return f'srcset="{escape(links)}" sizes="auto, 300px" src="{escape(signatures.rendition_url(image, 320, viewer))}"'


def link_to(pile: Any, team: Any) -> str:
    """Opens the stack; its number says how many lie in it."""
    name = ngettext("%(n)d picture of one run", "%(n)d pictures of one run", pile.number) % {"n": pile.number}
    where = reverse("stack", args=[pile.run]) + (f"?team={team.pk}" if team else "")
    return PILE.format(escape(where), escape(name), pile.number)
