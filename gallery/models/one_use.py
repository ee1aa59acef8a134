"""A link that lets one person in, once, until it ends: what invitations into a team and into the studio share."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from gallery.ids import uuid7
from gallery.models.share import digest


class OneUseQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def of_token(self, token: str) -> Any:
        """The open one with this secret, or None."""
        return self.open().filter(digest=digest(token)).first()


class OneUse(models.Model):
    """``digest`` of the link's secret. ``email``: where it was sent; "" for one that was handed over by hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
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

    class Meta:
        abstract = True
        ordering = ("-created_at", "-id")


def used_when() -> models.Q:
    """Whoever used it did so at some time."""
    return models.Q(used_by=None) | models.Q(used_at__isnull=False)
