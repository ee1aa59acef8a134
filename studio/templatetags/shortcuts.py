"""The keys sheet."""

from django import template

from studio import shortcuts

register = template.Library()


@register.simple_tag
def shortcut_sections() -> tuple[shortcuts.Section, ...]:
    return shortcuts.SECTIONS
