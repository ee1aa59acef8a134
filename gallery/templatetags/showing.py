"""Pictures behind a link, and pins on them."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gallery.models import Image, Share
from gallery.sharing import media

register = template.Library()

DROP = "M0 0V-12A12 12 0 1 1 12 0Z"
PIN = (
    '<svg class="pin{}" x="{}%" y="{}%" overflow="visible" aria-hidden="true">'
    '<path d="{}"/><text x="12" y="-8" text-anchor="middle">{}</text></svg>'
)


@register.simple_tag
def shared(share: Share, image: Image, width: int) -> str:
    """``{% shared share image 640 %}``: the address of a rendition as this link shows it."""
    return media.link(share, image, width)


@register.simple_tag
def shared_set(share: Share, image: Image) -> str:
    return media.srcset(share, image)


@register.simple_tag
def guest_alt(share: Share, image: Image, number: int) -> str:
    """Words for those who do not see it: never the prompt of a link that hides prompts."""
    if image.alt or image.title:
        return image.alt or image.title
    return _("Picture %(n)d") % {"n": number} if share.hide_prompt else image.alt_text


@register.simple_tag
def pin(number: Any, x: float, y: float, kind: str = "") -> SafeString:
    """A numbered drop whose pointed corner is the spot, in an svg that lies over the picture."""
    return format_html(PIN, f" {kind}" if kind else "", f"{x * 100:.2f}", f"{y * 100:.2f}", DROP, number)


@register.filter
def answer_by(one: Any, guest: Any) -> str:
    """``one|answer_by:guest``: approve, reject or ""."""
    return next((verdict.answer for verdict in one.verdicts if guest and verdict.guest_id == guest.pk), "")


@register.filter
def monogram(name: str) -> str:
    return name.strip()[:1].upper() or "·"
