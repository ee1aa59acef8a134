"""An invitation into the studio: a link that makes one account, once, until it ends."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from gallery.access import Standing
from gallery.ids import uuid7
from gallery.models.share import digest


class WelcomeQuerySet(models.QuerySet["Welcome"]):
    def open(self) -> "WelcomeQuerySet":
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def by_token(self, token: str) -> "Welcome | None":
        return self.open().select_related("by").filter(digest=digest(token)).first()


class Welcome(models.Model):
    """``digest`` of the link's secret. ``email``: where it was sent; "" for one that was handed over by hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    standing = models.CharField(max_length=13, choices=Standing.choices, default=Standing.MEMBER)
    groups = models.ManyToManyField("gallery.Group", blank=True, related_name="+")
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

    objects = WelcomeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(condition=models.Q(standing__in=Standing.values), name="welcome_standing_known"),
            models.CheckConstraint(
                condition=models.Q(used_by=None) | models.Q(used_at__isnull=False), name="welcome_used_when"
            ),
        ]

    def __str__(self) -> str:
        return f"as {self.standing}"
