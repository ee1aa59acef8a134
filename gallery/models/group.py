"""Groups of people, for what the studio lets them use. What they may run is studio's to say."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery.ids import uuid7

EVERYONE = gettext_lazy("Everyone else")


class GroupQuerySet(models.QuerySet["Group"]):
    def of(self, person: Any) -> "GroupQuerySet":
        """The groups that count for one person: those that they are in, or the one for everyone else."""
        theirs = self.filter(members=person)
        return self.filter(models.Q(pk__in=theirs.values("pk")) | models.Q(everyone=True) & ~models.Exists(theirs))


class Group(models.Model):
    """``everyone``: the one row for people who are in no other group; it has no members.

    ``teams``: its people may make teams, come into them, hang pictures there and open links.
    """

    remembered = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    everyone = models.BooleanField(default=False, editable=False)
    teams = models.BooleanField(default=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="circles", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ("-everyone", "name", "id")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="group_name_once"),
            models.UniqueConstraint("everyone", condition=models.Q(everyone=True), name="group_everyone_once"),
        ]

    def __str__(self) -> str:
        return str(EVERYONE) if self.everyone else self.name
