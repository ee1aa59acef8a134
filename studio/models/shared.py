"""What a person keeps for themselves or puts in a team: the team's editors write, its viewers read."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from gallery import access
from gallery.ids import uuid7


class SharedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """My own, and those of the teams that I am in."""
        if not user.is_authenticated:
            return self.none()
        mine = models.Q(team=None, owner=user)
        return self.filter(mine | models.Q(team__memberships__user=user)).select_related("team", "owner")

    def editable_by(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        mine = models.Q(team=None, owner=user)
        edits = models.Q(team__memberships__user=user, team__memberships__role__in=access.EDITING_ROLES)
        return self.filter(mine | edits).select_related("team", "owner")


class Shared(models.Model):
    """``team`` None: its owner's alone. A team that is deleted gives back to each owner what they made."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("gallery.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title
