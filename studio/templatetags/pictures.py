"""Addresses of a picture's files in templates."""

from django import template

from gallery.files import signatures
from gallery.models import Image

register = template.Library()


@register.filter
def thumb(image: Image, width: int = 320) -> str:
    """The rendition of this width in pixels; the original while there is none."""
    return signatures.rendition_url(image, width)


@register.filter
def srcset(image: Image) -> str:
    """All renditions with their widths; empty while the original is shown."""
    return signatures.srcset(image)
