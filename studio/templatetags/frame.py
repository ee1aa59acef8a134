"""The navigation of the frame."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()

ALSO = {"studio": ("/runs/",)}  # other addresses that belong to an item


@register.inclusion_tag("_parts/nav_item.html", takes_context=True)
def nav_item(
    context: Any, name: str, label: str, symbol: str, *, key: str = "", badge: int | None = None
) -> dict[str, Any]:
    """One item of the rail; nothing where the page does not exist."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return {"url": ""}
    request = context.get("request")
    path = request.path if request else ""
    current = path == url or (url != "/" and path.startswith(url)) or path.startswith(ALSO.get(name, ("\0",)))
    return {"url": url, "label": label, "symbol": symbol, "key": key, "badge": badge, "current": current}
