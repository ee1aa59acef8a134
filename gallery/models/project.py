"""A team's work for one client or campaign: what runs are counted under."""

from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from gallery import access
from gallery.ids import uuid7


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Any) -> "ProjectQuerySet":
        return self.filter(access.member_projects(user))

    def editable_by(self, user: Any) -> "ProjectQuerySet":
        """Projects that the user may rename and archive, and make pictures for while they are open."""
        return self.filter(access.editable_projects(user))

    def open(self) -> "ProjectQuerySet":
        return self.filter(archived_at=None)


class Project(models.Model):
    """``archived_at``: kept with its figures, and nothing new is made for it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint("team", Lower("name"), name="project_name_once_in_team")]

    def __str__(self) -> str:
        return self.name
