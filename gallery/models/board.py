"""Boards: pictures laid together, in one person's space or a team's. A picture may lie on many."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from gallery import access
from gallery.ids import uuid7
from gallery.models.image import Image


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: Any) -> "BoardQuerySet":
        return self.filter(access.visible_boards(user)).distinct()

    def editable_by(self, user: Any) -> "BoardQuerySet":
        return self.filter(access.editable_boards(user)).distinct()

    def of_space(self, *, user: Any, team: Any) -> "BoardQuerySet":
        """The boards of one space; the caller has checked the membership."""
        return self.filter(team=team) if team else self.filter(owner=user, team=None)


class Board(models.Model):
    """``owner`` made it; without a team it is theirs alone. ``project`` is one of the team's. A board of a board
    (``parent``) has none below it. ``cover`` None: its first picture. ``position`` orders boards side by side.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="boards")
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="boards")
    project = models.ForeignKey(
        "gallery.Project", on_delete=models.SET_NULL, null=True, blank=True, related_name="boards"
    )
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="boards")
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True, max_length=2000)
    cover = models.ForeignKey("gallery.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name", "id")
        indexes = [models.Index(fields=("team", "position"), name="board_of_team")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(project=None) | models.Q(team__isnull=False), name="board_project_is_a_teams"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def hung(self) -> "BoardItemQuerySet":
        """Its items but for those whose picture left its space, is trashed or was judged."""
        return BoardItem.objects.filter(board=self).shown_in(user=self.owner_id, team=self.team_id)


class BoardItemQuerySet(models.QuerySet["BoardItem"]):
    def shown_in(self, *, user: Any, team: Any) -> "BoardItemQuerySet":
        """What hangs: pictures of the space, none trashed, hidden or removed. ``team`` None: ``user``'s own."""
        space = {"team": team} if team else {"owner": user}
        images = Image.objects.filter(pk=OuterRef("image"), trashed_at=None, moderation="", **space)
        return self.filter(Exists(images))  # asked item by item: a join would begin at the pictures, and sort


class BoardItem(models.Model):
    """``position`` by hand, ascending, with gaps: a picture that is moved takes a number between two others."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="items")
    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, related_name="board_items")
    position = models.FloatField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BoardItemQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        indexes = [models.Index(fields=("board", "position", "id"), name="board_in_order")]
        constraints = [models.UniqueConstraint(fields=("board", "image"), name="board_holds_once")]

    def __str__(self) -> str:
        return f"{self.image_id} on {self.board_id}"
