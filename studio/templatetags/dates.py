"""Days as the reader's language writes them, in every template."""

from datetime import date

from django import template

from gallery import timing

register = template.Library()


@register.filter
def dated(at: date | None, form: str) -> str:
    """``{{ at|dated:"j M" }}``, as Django's ``date`` but with months as the language writes them."""
    return timing.dated(at, form) if at else ""
