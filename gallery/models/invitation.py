"""An open place in a team: a link that lets one person in, once, until it ends."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from gallery.access import Role
from gallery.ids import uuid7
from gallery.models.share import digest


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def by_token(self, token: str) -> "Invitation | None":
        return self.open().select_related("team", "by").filter(digest=digest(token)).first()


class Invitation(models.Model):
    """``digest`` of the link's secret. ``email``: where it was sent; "" for one that was handed over by hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.EDITOR)
    email = models.EmailField(blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=models.Q(used_by=None) | models.Q(used_at__isnull=False), name="invitation_used_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} as {self.role}"
