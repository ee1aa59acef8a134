"""An open place in a team: a link that lets one person in."""

from typing import Self

from django.db import models

from gallery.access import Role, acting
from gallery.models.one_use import OneUse, OneUseQuerySet, used_when
from gallery.models.people import Membership


class InvitationQuerySet(OneUseQuerySet):
    def open(self) -> Self:
        """Of owners who still are: nobody comes back, or lets others in, by what they gave out before they went."""
        theirs = Membership.objects.filter(team=models.OuterRef("team"), user=models.OuterRef("by"), role=Role.OWNER)
        return super().open().filter(models.Exists(theirs.filter(acting("user"))))

    def by_token(self, token: str) -> "Invitation | None":
        return self.select_related("team", "by").of_token(token)


class Invitation(OneUse):
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.EDITOR)

    objects = InvitationQuerySet.as_manager()

    class Meta(OneUse.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(condition=used_when(), name="invitation_used_when"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} as {self.role}"
