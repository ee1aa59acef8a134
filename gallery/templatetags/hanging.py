"""How a picture hangs."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gallery.files import signatures
from gallery.models import Image

register = template.Library()

NARROWEST, WIDEST = 0.3, 4.0  # a banner or a ribbon takes a row's place without ruining it
ALT_LENGTH = 120
DOT = '<span class="picked" role="img" aria-label="{}"></span>'
OWN = mark_safe(" data-own")
TILE = (
    '<li data-a="{}"{}{}{}><a href="{}">'
    '<img {}src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">'
    '<span class="told">{}{}{}</span></a>{}</li>\n'
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

    In Python, since a page hangs sixty of them and a template takes five times as long.
    """
    links = signatures.srcset(image)
    alt = image.alt_text
    return format_html(
        TILE,
        proportion(image),
        format_html(' data-color="{}"', image.color) if image.color else "",
        OWN if image.owner_id == user.pk else "",
        format_html(' data-run="{}"', run[-12:]) if (run := getattr(image, "run_id", None)) else "",
        f"{reverse('image', args=[image.pk])}{query}",
        format_html('srcset="{}" sizes="auto, 300px" ', links) if links else "",
        signatures.rendition_url(image, 320),
        image.width,
        image.height,
        alt if len(alt) <= ALT_LENGTH else f"{alt[: ALT_LENGTH - 1]}…",
        image.model_label or image.file_name or _("Upload"),
        format_html(', <span class="num">{}</span>', price) if image.cost is not None else "",
        format_html("<br>{}", image.owner.name) if team else "",
        format_html(DOT, _("Picked")) if getattr(image, "is_picked", False) else "",
    )
