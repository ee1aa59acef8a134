"""Tags: words of one's own on pictures, each in a person's space or a team's."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from gallery import access


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user: Any) -> "TagQuerySet":
        return self.filter(access.visible_tags(user)).distinct()


class Tag(models.Model):
    """``owner`` where it is a person's own, ``team`` where it is a team's; never both."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="tags"
    )
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="tags")
    name = models.CharField(max_length=40)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) ^ models.Q(team__isnull=True), name="tag_of_one_space"
            ),
            models.UniqueConstraint("owner", Lower("name"), name="tag_once_of_person"),
            models.UniqueConstraint("team", Lower("name"), name="tag_once_of_team"),
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, related_name="taggings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("tag", "image"), name="tagging_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.image_id}"


class Rating(models.Model):
    """1 to 5 stars, each person's own; a team sees the mean of its members'."""

    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=("user", "stars"), name="rating_of_user")]
        constraints = [
            models.UniqueConstraint(fields=("image", "user"), name="rating_once"),
            models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="rating_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} of 5"
