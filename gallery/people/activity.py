"""What happened in a team, line by line, for everybody in it."""

from typing import Any

from django.db.models import QuerySet

from gallery.models import Activity, Team
from gallery.models.notice import Verb


def record(team: Team | None, verb: Verb, *, by: Any, told: str = "", **about: Any) -> None:
    """``about``: image, share. Nothing where it happened in no team."""
    if team is not None:
        Activity.objects.create(team=team, verb=verb, by=by, told=told[:200], **about)


def of_team(team: Team) -> QuerySet[Activity]:
    return Activity.objects.filter(team=team).select_related("by", "image", "share")


def feed_of(team: Team, *, without: Any = None) -> QuerySet[Activity]:
    """Pictures that hang there still, as they were hung; ``without`` those that this person hung."""
    rows = of_team(team).filter(verb=Verb.PUBLISHED, image__team=team, image__trashed_at=None, image__moderation="")
    return rows.exclude(by=without) if without is not None else rows
