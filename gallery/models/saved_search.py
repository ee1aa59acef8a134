"""A search that is kept under a name: a board that fills itself."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from gallery import access
from gallery.ids import uuid7


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: Any) -> "SavedSearchQuerySet":
        return self.filter(access.visible_searches(user)).distinct()

    def editable_by(self, user: Any) -> "SavedSearchQuerySet":
        return self.filter(access.editable_searches(user)).distinct()


class SavedSearch(models.Model):
    """``line`` as gallery.search.query prints it. Without a team it is its owner's alone, over their own pictures; with
    one it is the team's, over the team's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    team = models.ForeignKey(
        "gallery.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="saved_searches"
    )
    name = models.CharField(max_length=80)
    line = models.CharField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "name"), condition=models.Q(team=None), name="search_name_once_of_person"
            ),
            models.UniqueConstraint(fields=("team", "name"), name="search_name_once_in_team"),
            models.CheckConstraint(condition=~models.Q(name=""), name="search_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
