"""Figures and names of the account page."""

from decimal import ROUND_DOWN, Decimal

from django import template

register = template.Library()

THIN = "\u202f"
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def left(amount: Decimal) -> str:
    """US dollars that somebody still has, "$12.34": rounded down, so that it is never less than said."""
    value = Decimal(amount).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    return f"${value:,}".replace(",", THIN)


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox on Linux"; what calls itself something else by its first word."""
    name = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((system for mark, system in SYSTEMS if mark in user_agent), "")
    if not name:
        return user_agent.split("/", maxsplit=1)[0][:40] or "Unknown browser"
    return f"{name} on {system}" if system else name
