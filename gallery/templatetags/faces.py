"""People in circles."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def face(person: Any, size: str = "") -> SafeString:
    """``{% face one.user "large" %}``: the letters of somebody, in the colour that is theirs on every page. The name
    stands beside it, or is told by the title.
    """
    return format_html(
        '<span class="avatar{}" data-tint="{}" title="{}" aria-hidden="true">{}</span>',
        f" {size}" if size else "",
        person.tint,
        person.name,
        person.initials,
    )
