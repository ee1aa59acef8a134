"""Whether a recipe can be made again, for the gallery's pages."""

from collections.abc import Sequence

from django import template

from gallery.models import Image
from studio.composing.repeating import Repeat, repeat_of

register = template.Library()


@register.simple_tag
def repeat(image: Image, references: Sequence[Image], gone: int) -> Repeat:
    """``{% repeat image references hidden_references as again %}``"""
    return repeat_of(image, references, gone)
