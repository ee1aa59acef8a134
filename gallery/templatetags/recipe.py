"""What a picture's file is, in words."""

from django import template

from gallery.models import Image
from gallery.recipes.recipe import NAMES, size_in_words

register = template.Library()


@register.filter
def file_facts(image: Image) -> str:
    """ "PNG, 1024 × 1536, 2.1 MB" """
    return f"{NAMES[image.format]}, {image.width} × {image.height}, {size_in_words(image.bytes)}"


@register.filter
def tail(text: str) -> str:
    """The white space a text ends with: no line is drawn under it."""
    return text[len(text.rstrip()) :]
