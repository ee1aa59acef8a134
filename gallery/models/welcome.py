"""An invitation into the studio: a link that makes one account."""

from typing import Self

from django.db import models

from gallery.access import Standing, acting
from gallery.models.one_use import OneUse, OneUseQuerySet, used_when
from gallery.models.people import User


class WelcomeQuerySet(OneUseQuerySet):
    def open(self) -> Self:
        """Of administrators who still are: nobody who was demoted makes themselves one again."""
        return super().open().filter(by__in=User.objects.filter(acting(), is_superuser=True).values("pk"))

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
