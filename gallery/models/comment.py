"""What members write about a picture: threads of one level, pinned to a spot or not."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gallery import access
from gallery.ids import uuid7


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: Any) -> "CommentQuerySet":
        return self.filter(access.visible_comments(user)).distinct()


class Comment(models.Model):
    """``parent``: what it answers; an answer has none below it. ``x`` and ``y`` from 0 to 1 where it is pinned."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    text = models.TextField(max_length=2000)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=("image", "created_at", "id"), name="comment_of_image")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(x=None, y=None) | Q(x__gte=0, x__lte=1, y__gte=0, y__lte=1), name="comment_pinned_inside"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
