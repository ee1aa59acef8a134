"""Meters of budgets, drawn by the server."""

from decimal import Decimal
from itertools import count
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gallery.figures import decimal_mark
from studio.money.budgets import OverBudget, Room
from studio.templatetags.figures import dollars, left, total
from studio.usage.chart import Bar

register = template.Library()

ids = count(1)  # of the hatches in a page: each meter has its own


@register.simple_tag
def meter(room: Room, classes: str = "") -> SafeString:
    """Solid = spent, hatched = reserved, on a track that is the limit. Its words are its label."""
    spent, reserved = percents(room)
    state = "over" if room.full else "near" if room.near else ""
    hatch = f"hatch-{next(ids)}"
    return format_html(
        '<svg class="meter {} {}" role="img" aria-label="{}">'
        '<defs><pattern id="{}" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="stripe" width="1.5" height="4"/></pattern></defs>'
        '<rect class="spent" width="{}%" height="100%"/>'
        '<rect class="reserved" x="{}%" width="{}%" height="100%" fill="url(#{})"/></svg>',
        state, classes, words(room), hatch, spent, spent, reserved, hatch,
    )  # fmt: skip


def percents(room: Room) -> tuple[Decimal, Decimal]:
    """Of the track, together never beyond its end."""
    if not room.limit:
        return Decimal(100), Decimal(0)
    spent = min(room.spent * 100 / room.limit, Decimal(100)).quantize(Decimal("0.01"))
    reserved = min(room.reserved * 100 / room.limit, 100 - spent).quantize(Decimal("0.01"))
    return spent, reserved


def words(room: Room) -> str:
    facts = {"used": total(room.used), "limit": total(room.limit), "left": left(room.left), "name": room.name}
    return _("%(name)s: %(used)s of %(limit)s, %(left)s left") % facts


@register.filter
def left_after(room: Room, amount: Decimal) -> Decimal:
    """US dollars that stay after ``amount``; never below zero."""
    return max(room.after(amount), Decimal(0))


@register.simple_tag
def proportion(amount: Decimal, most: Decimal) -> SafeString:
    """A bar as long as ``amount`` is of ``most``."""
    width = (amount * 100 / most).quantize(Decimal("0.01")) if most else Decimal(0)
    return format_html(
        '<svg class="meter thin" aria-hidden="true"><rect class="spent" width="{}%" height="100%"/></svg>', width
    )


@register.filter
def round_dollars(amount: Decimal) -> str:
    """A figure at an axis: "$12", "$0.40"."""
    whole = amount == amount.to_integral_value()
    return dollars(amount.quantize(Decimal(1))) if whole else f"${amount.normalize():f}".replace(".", decimal_mark())


@register.filter
def amount_in(bar: Bar, colour: str) -> str:
    """What a bar has of one series; empty where it has none."""
    return next((total(part.amount) for part in bar.parts if part.colour == colour), "")


@register.inclusion_tag("usage/_ask_for_more.html")
def ask_for_more(refusal: OverBudget, *, alone: bool = False) -> dict[str, Any]:
    """The button under a refusal that asks whoever may raise the budget; nothing where the reader may. ``alone``: in a
    form of its own.
    """
    book = "demo" if refusal.sandbox else "true"
    value = f"{refusal.scope.kind}:{refusal.scope.subject}:{book}:{refusal.asked}"
    return {"whom": refusal.whom, "value": value, "alone": alone}
