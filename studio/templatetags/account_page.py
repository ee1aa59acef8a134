"""Figures and names of the account page."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

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
def browser(user_agent: str) -> str:
    """ "Firefox on Linux"; what calls itself something else by its first word."""
    name = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((system for mark, system in SYSTEMS if mark in user_agent), "")
    if not name:
        return user_agent.split("/", maxsplit=1)[0][:40] or _("Unknown browser")
    return _("%(browser)s on %(system)s") % {"browser": name, "system": system} if system else name
