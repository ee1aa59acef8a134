"""The navigation of the frame."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()

# Other addresses that belong to a place.
ALSO = {
    "studio": ("/runs/",),
    "boards": ("/tags/",),
    "prompts": ("/presets/", "/batches/"),
}


@register.inclusion_tag("_parts/nav_item.html", takes_context=True)
def nav_item(
    context: Any,
    name: str,
    label: str,
    symbol: str,
    *,
    key: str = "",
    badge: int | str | None = None,
    due: bool = False,
) -> dict[str, Any]:
    """One item of the rail; nothing where the page does not exist. ``due``: the badge counts what waits."""
    told = {"label": label, "symbol": symbol, "key": key, "badge": badge, "due": due}
    return {**place(context, name), **told}


@register.inclusion_tag("_parts/menu_item.html", takes_context=True)
def menu_item(
    context: Any, name: str, label: str, symbol: str, *, phone: bool = False, badge: int | str = 0
) -> dict[str, Any]:
    """One place in the menu below the person; ``phone``: only where the rail has no room for it."""
    return {**place(context, name), "label": label, "symbol": symbol, "phone": phone, "badge": badge}


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
