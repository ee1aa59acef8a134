"""An invitation into the studio: a link that makes one account."""

from django.db import models

from gallery.access import Standing
from gallery.models.one_use import OneUse, OneUseQuerySet, used_when


class WelcomeQuerySet(OneUseQuerySet):
    def by_token(self, token: str) -> "Welcome | None":
        return self.select_related("by").of_token(token)


class Welcome(OneUse):
    standing = models.CharField(max_length=13, choices=Standing.choices, default=Standing.MEMBER)
    groups = models.ManyToManyField("gallery.Group", blank=True, related_name="+")

    objects = WelcomeQuerySet.as_manager()

    class Meta(OneUse.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(standing__in=Standing.values), name="welcome_standing_known"),
            models.CheckConstraint(condition=used_when(), name="welcome_used_when"),
        ]

    def __str__(self) -> str:
        return f"as {self.standing}"
