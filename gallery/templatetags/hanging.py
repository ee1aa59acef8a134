"""How a picture hangs."""

from html import escape
from typing import Any

from django import template
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
DOT = '<span class="picked" role="img" aria-label="{}"></span>'
RATED = '<span class="rated num" role="img" aria-label="{}">★ {}</span>'
PILE = '<a class="pile num" href="{}" aria-label="{}">{}</a>'
OWN = mark_safe(" data-own")
NUMBER = ', <span class="num">{}</span>'
TILE = (
    '<li data-a="{}"{}{}{}><a href="{}">'
    '<img {}src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">'
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
def tile(image: Image, query: str, user: Any, team: Any, price: str) -> SafeString:
    """``{% tile image image_query user listing.team image.cost|price %}``: one picture of a wall.

    In Python, since a page hangs sixty of them and a template takes five times as long; what people or vendors wrote
    is escaped here one by one, since format_html asks every number too.
    """
    links = signatures.srcset(image)
    alt = image.alt_text
    html = TILE.format(
        proportion(image),
        f' data-color="{escape(image.color)}"' if image.color else "",
        OWN if image.owner_id == user.pk else "",
        f' data-members="{",".join(map(str, pile.ids))}"' if (pile := getattr(image, "pile", None)) else "",
        escape(f"{address('image', image.pk)}{query}"),
        f'srcset="{escape(links)}" sizes="auto, 300px" ' if links else "",
        escape(signatures.rendition_url(image, 320)),
        image.width,
        image.height,
        escape(alt if len(alt) <= ALT_LENGTH else f"{alt[: ALT_LENGTH - 1]}…"),
        escape(image.model_label or image.file_name or _("Upload")),
        NUMBER.format(conditional_escape(price)) if image.cost is not None else "",
        f"<br>{escape(image.owner.name)}" if team else "",
        DOT.format(escape(_("Picked"))) if getattr(image, "is_picked", False) else "",
        RATED.format(escape(_("Rated %(n)d") % {"n": stars}), stars) if (stars := getattr(image, "stars", 0)) else "",
        link_to(pile, team) if pile else "",
    )
    return mark_safe(html)  # noqa: S308 (all that is written by hand is escaped above)


def link_to(pile: Any, team: Any) -> str:
    """Opens the stack; its number says how many lie in it."""
    name = ngettext("%(n)d picture of one run", "%(n)d pictures of one run", pile.number) % {"n": pile.number}
    where = reverse("stack", args=[pile.run]) + (f"?team={team.pk}" if team else "")
    return PILE.format(escape(where), escape(name), pile.number)
