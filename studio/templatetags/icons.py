"""Drawn parts of the interface: lucide icons and the outlines of shapes. In every template without a load."""

from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from studio import sprite

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, classes: str = "") -> SafeString:
    """``{% icon "trash-2" "small" %}``: a decorative icon, 20 px, 16 px when small. Its control carries the name."""
    names = f"i {classes}".strip()
    if name in sprite.names():
        address = reverse("icons", args=[sprite.digest()])
        return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', names, address, name)
    # The drawing comes from the lucide package, never from a person.
    inner = sprite.drawings([name])[name]
    return mark_safe(f'<svg class="{names}" viewBox="0 0 24 24" aria-hidden="true">{inner}</svg>')  # noqa: S308


@register.simple_tag
@lru_cache(maxsize=128)
def shape(ratio: str) -> SafeString:
    """``{% shape "3:4" %}``: the outline of an aspect in true proportion; a dashed square for "auto"."""
    width, height = _sides(ratio)
    dashes = "" if ":" in ratio else mark_safe(' stroke-dasharray="2 2"')
    return format_html(
        '<svg class="shape" viewBox="0 0 20 20" aria-hidden="true">'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="1"{}/></svg>',
        round(10 - width / 2, 2), round(10 - height / 2, 2), width, height, dashes,
    )  # fmt: skip


@register.simple_tag
@lru_cache(maxsize=512)
def sizer(width: int, height: int, color: str = "") -> SafeString:
    """The box of a picture before it is there: an SVG that is as wide as its column and keeps the shape.

    ``width`` and ``height`` in any unit; ``color`` the dominant colour as "#rrggbb", drawn as a ground.
    """
    ground = format_html('<rect width="{}" height="{}" fill="{}"/>', width, height, color) if color else ""
    return format_html(
        '<svg class="sizer" width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        width, height, width, height, ground,
    )  # fmt: skip


def _sides(ratio: str) -> tuple[float, float]:
    """Sides in a box of 20 units, the longer one 16."""
    if ":" not in ratio:
        return 14.0, 14.0
    width, height = (float(side) for side in ratio.split(":"))
    longer = max(width, height)
    if width == height:
        return 15.0, 15.0
    return round(16 * width / longer, 2), round(16 * height / longer, 2)
