"""What the instance knows of itself: tests that a worker makes, and steps of setting up that somebody took."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


def no_steps() -> list[Any]:
    return []


class SelfTest(models.Model):
    """The last of its name: "storage", or "pulse", which the beat asks for. ``asked_at``: one is due since.

    ``steps``: [{"name": "write", "ok": true, "ms": 12, "said": ""}].
    """

    name = models.CharField(max_length=20, primary_key=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    ok = models.BooleanField(default=False)
    steps = models.JSONField(default=no_steps)

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"


class SetupStep(models.Model):
    """A step of the first run that somebody finished or skipped. Either way it can be found again."""

    name = models.CharField(max_length=20, primary_key=True)
    skipped = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name
