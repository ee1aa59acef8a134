"""Addresses of a picture's files in templates."""

from django import template

from gallery import media
from gallery.models import Image

register = template.Library()

WIDTHS = (320, 640, 1280)


@register.filter
def thumb(image: Image, width: int = 320) -> str:
    """The rendition of this width; the original while there is none, or where it is smaller."""
    return media.address(image, width)


@register.filter
def srcset(image: Image) -> str:
    """All renditions with their widths; empty while the original is shown."""
    if not image.renditions:
        return ""
    return ", ".join(f"{media.address(image, width)} {width}w" for width in WIDTHS if width < image.width)
