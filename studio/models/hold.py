"""A run that waits before anything of it is sent or reserved: for a look, or for the gateway's own check."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery.ids import uuid7


class HoldState(models.TextChoices):
    CHECKING = "checking", gettext_lazy("Being checked")  # by the gateway; goes on by itself
    WAITING = "waiting", gettext_lazy("Waiting for a look")
    RELEASED = "released", gettext_lazy("Released")
    REFUSED = "refused", gettext_lazy("Refused")
    WITHDRAWN = "withdrawn", gettext_lazy("Taken back")


OPEN = (HoldState.CHECKING, HoldState.WAITING)


class Hold(models.Model):
    """``triggers`` is [{"label": "Violence, rule 7", "rule": "<id>" or "", "version": 3, "key": <version row> or 0,
    "field": "prompt", "text": "" for the prompt, "words": ["blood"], "spans": [[start, end], …], "score": 0.94 or
    null}]. ``words``: of the person who asks for a look. ``note``: why it could not be released, such as a budget.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey("studio.Run", on_delete=models.CASCADE, related_name="rule_holds")
    state = models.CharField(max_length=9, choices=HoldState.choices, default=HoldState.WAITING)
    triggers = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    note = models.CharField(max_length=500, blank=True)
    message_sent_at = models.DateTimeField(null=True, blank=True)  # of the check
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("id",), name="hold_checking", condition=Q(state="checking"))]
        constraints = [
            models.UniqueConstraint(fields=("run",), condition=Q(state__in=OPEN), name="run_held_once"),
            models.CheckConstraint(condition=Q(state__in=HoldState.values), name="hold_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.run_id}"
