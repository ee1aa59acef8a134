"""The keys sheet."""

from django import template
from django.utils.html import format_html

from studio import shortcuts

register = template.Library()


@register.simple_tag
def shortcut_sections() -> tuple[shortcuts.Section, ...]:
    return shortcuts.SECTIONS


@register.simple_tag
def act_key(name: str) -> str:
    """The attributes that tie an act to its key, with a space in front."""
    key = shortcuts.of_act(name)
    return format_html(' data-key="{}" aria-keyshortcuts="{}"', key.lower(), key) if key else ""
