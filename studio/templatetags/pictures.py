"""Addresses of a picture's files in templates, as made for whoever looks at the page."""

from typing import Any

from django import template
from django.template import Context

from gallery.files import signatures
from gallery.models import Image

register = template.Library()


@register.simple_tag(takes_context=True)
def thumb(context: Context, image: Image, width: int = 320) -> str:
    """The rendition of this width in pixels; the original while there is none."""
    return signatures.rendition_url(image, width, viewer(context))


@register.simple_tag(takes_context=True)
def srcset(context: Context, image: Image) -> str:
    """All renditions with their widths; empty while the original is shown."""
    return signatures.srcset(image, viewer(context))


def viewer(context: Context) -> Any:
    return getattr(context.get("user"), "pk", None)
