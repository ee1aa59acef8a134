"""What a moderator decided about a picture, and why. Never changed, never deleted with the picture."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy


class Action(models.TextChoices):
    HIDE = "hide", gettext_lazy("Hid")
    RESTORE = "restore", gettext_lazy("Restored")
    REMOVE = "remove", gettext_lazy("Removed")


class Decision(models.Model):
    image = models.ForeignKey("gallery.Image", on_delete=models.SET_NULL, null=True, related_name="decisions")
    image_uuid = models.UUIDField(default=uuid.uuid4, editable=False)  # outlives the row
    action = models.CharField(max_length=8, choices=Action.choices)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-at", "-id")
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="decision_has_reason")]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.reason}"
