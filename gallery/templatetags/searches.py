"""Saved searches beside boards: they fill themselves."""

from typing import Any

from django import template

from gallery.models import SavedSearch, Team

register = template.Library()
SHOWN = 50


@register.inclusion_tag("gallery/_smart_boards.html", takes_context=True)
def smart_boards(context: dict[str, Any], team: Team | None = None) -> dict[str, Any]:
    """``{% smart_boards team %}``: those of the space, for a tree of boards. One query."""
    user = context["user"]
    rows = SavedSearch.objects.filter(team=team) if team else SavedSearch.objects.filter(owner=user, team=None)
    return {"searches": rows[:SHOWN], "here": context["request"].path}
