"""The navigation of the frame."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

register = template.Library()

# Other addresses that belong to a place.
ALSO = {
    "studio": ("/runs/",),
    "boards": ("/tags/",),
    "prompts": ("/presets/", "/batches/"),
}


@register.simple_tag(takes_context=True)
def nav_item(
    context: Any,
    name: str,
    label: str,
    symbol: str,
    *,
    key: str = "",
    badge: int | str | None = None,
    due: bool = False,
) -> SafeString:
    """One item of the rail; nothing where the page does not exist. ``due``: the badge counts what waits."""
    told = {"label": label, "symbol": symbol, "key": key, "badge": badge, "due": due}
    return drawn("_parts/nav_item.html", **place(context, name), **told)


@register.simple_tag(takes_context=True)
def menu_item(
    context: Any, name: str, label: str, symbol: str, *, phone: bool = False, badge: int | str = 0
) -> SafeString:
    """One place in the menu below the person; ``phone``: only where the rail has no room for it."""
    told = {"label": label, "symbol": symbol, "phone": phone, "badge": badge}
    return drawn("_parts/menu_item.html", **place(context, name), **told)


@lru_cache(maxsize=1024)
def drawn(name: str, **given: Any) -> SafeString:
    """Every page has twenty of them, and few are unlike those of the page before."""
    return render_to_string(name, given)


def place(context: Any, name: str) -> dict[str, Any]:
    """Where the place is, and whether the page belongs to it."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return {"url": ""}
    request = context.get("request")
    path = request.path if request else ""
    inside = url != "/" and path.startswith(url)
    return {"url": url, "current": path == url or inside or path.startswith(ALSO.get(name, ("\0",)))}
