"""Who has to wait: vendors that are paused, and when each person was last let through."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone


class VendorPauseQuerySet(models.QuerySet["VendorPause"]):
    def holding(self) -> "VendorPauseQuerySet":
        """Pauses that hold: closed ones stay as rows, so that what failed before them is not counted again."""
        return self.filter(ended_at=None)


class VendorPause(models.Model):
    """Nothing is sent to ``vendor`` before ``until`` (None: until somebody lifts it); then one generation tries.

    ``reason`` is a code of gateway/errors.py, empty where an administrator (``by``) paused it. ``failures`` counts
    the tries that failed since ``since``; each makes the next pause longer. ``ended_at``: it holds no more.
    """

    vendor = models.CharField(max_length=40, unique=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VendorPauseQuerySet.as_manager()

    class Meta:
        ordering = ("vendor",)

    def __str__(self) -> str:
        return f"{self.vendor} since {self.since:%Y-%m-%d %H:%M}"

    def holds_at(self, now: datetime) -> bool:
        """False once one may try again."""
        return self.until is None or self.until > now


class Turn(models.Model):
    """When work is limited: the last time that this person's generation was let through. The oldest goes next."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="turn"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at:%H:%M:%S}"
