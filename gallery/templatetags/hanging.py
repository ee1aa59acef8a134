"""How a picture hangs."""

from django import template

from gallery.models import Image

register = template.Library()

NARROWEST, WIDEST = 0.3, 4.0  # a banner or a ribbon takes a row's place without ruining it


@register.filter
def proportion(image: Image) -> str:
    """Width over height for the wall: "1.333"."""
    return f"{min(max(image.width / image.height, NARROWEST), WIDEST):.3f}"
