"""Models that this instance offers no longer, beside those that the catalogue itself calls retired."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Retirement(models.Model):
    """Set by an administrator (``by``) or by the gateway's word that the model is gone. Deleting it offers it again."""

    remembered = True

    model = models.CharField(max_length=100, unique=True)
    since = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("model",)

    def __str__(self) -> str:
        return f"{self.model} since {self.since:%Y-%m-%d}"


class SwitchedOff(models.Model):
    """An administrator keeps the model from this whole instance, for ``why`` where they said it. Deleting offers it."""

    remembered = True

    model = models.CharField(max_length=100, unique=True)
    since = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("model",)

    def __str__(self) -> str:
        return f"{self.model} off since {self.since:%Y-%m-%d}"
