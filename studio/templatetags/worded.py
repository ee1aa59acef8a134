"""``{{ option.help|worded }}``: a text of the catalogue or of a row in the reader's language. In every template."""

from typing import Any

from django import template

from studio import words

register = template.Library()


@register.filter
def worded(text: Any) -> Any:
    """Never safe for HTML by itself; what is no text, or empty, stays as it is."""
    return words.worded(text) if isinstance(text, str) else text
