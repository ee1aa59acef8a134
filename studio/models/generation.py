"""One call to one model: the unit of work, state and cost. Only lifecycle.py changes its state."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery.ids import uuid7


class State(models.TextChoices):
    HELD = "held", gettext_lazy("Held")
    QUEUED = "queued", gettext_lazy("Queued")
    SENDING = "sending", gettext_lazy("Sent")
    WAITING = "waiting", gettext_lazy("Sent")
    COLLECTING = "collecting", gettext_lazy("Saving")
    SUCCEEDED = "succeeded", gettext_lazy("Done")
    FAILED = "failed", gettext_lazy("Failed")
    REFUSED = "refused", gettext_lazy("Refused")
    UNKNOWN = "unknown", gettext_lazy("No answer")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


ENDED = (State.SUCCEEDED, State.FAILED, State.REFUSED, State.UNKNOWN, State.CANCELLED)
RUNNING = (State.QUEUED, State.SENDING, State.WAITING, State.COLLECTING)


class Charged(models.TextChoices):
    NO = "no", gettext_lazy("Not charged")
    YES = "yes", gettext_lazy("Charged")
    MAYBE = "maybe", gettext_lazy("May have been charged")


class Generation(models.Model):
    """``n`` images asked of this call; ``options`` as validated, complete; ``lane`` as decided with them.

    ``due_at``: when the sweeper or the poller has to look at it next (None: never). ``claim_token`` names the one
    claim that may settle it; ``session`` the worker process that holds it. ``links`` are what is left to collect:
    [{"url": …, "revised_prompt": …, "seed": …, "reported": …}]. ``reason_code`` is a code of gateway/errors.py
    or of moderation/reasons.py, ``reason_detail`` the vendor's own words. ``quote`` and ``cost`` in US
    dollars, None when unknown; ``estimate`` is what one that was billed at an unknown price counts as.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey("studio.Run", on_delete=models.CASCADE, related_name="generations")
    position = models.PositiveSmallIntegerField(default=0)
    retry_of = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="retried_as")
    model = models.CharField(max_length=100)
    model_label = models.CharField(max_length=80)
    vendor = models.CharField(max_length=40)
    lane = models.CharField(max_length=12)
    options = models.JSONField(default=dict)
    aspect = models.CharField(max_length=10, blank=True)
    n = models.PositiveSmallIntegerField(default=1)
    warnings = models.JSONField(default=list, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(null=True, blank=True)
    message_sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim_token = models.UUIDField(null=True, blank=True)
    session = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    remote_id = models.CharField(max_length=300, blank=True)
    poll_count = models.PositiveIntegerField(default=0)
    links = models.JSONField(default=list, blank=True)
    collect_attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    key_source = models.CharField(max_length=10, blank=True)  # personal, instance or sandbox: whose key pays
    quote = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    cost = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    price_version = models.CharField(max_length=40, blank=True)  # of the book that it was quoted by
    estimate = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    charged = models.CharField(max_length=5, choices=Charged.choices, default=Charged.NO)
    usage = models.JSONField(default=dict, blank=True)
    request_id = models.CharField(max_length=200, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_detail = models.TextField(blank=True)
    missing = models.PositiveSmallIntegerField(default=0)  # images asked and not delivered

    class Meta:
        ordering = ("position", "id")
        indexes = [
            models.Index(fields=("state", "due_at"), name="generation_due"),
            models.Index(fields=("model", "-id"), name="generation_of_model"),
            models.Index(fields=("-id",), name="generation_refused", condition=models.Q(state=State.REFUSED)),
            models.Index(fields=("-id",), name="generation_missing", condition=models.Q(missing__gt=0)),
            models.Index(fields=("session",), name="generation_session", condition=models.Q(session__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="generation_state_known"),
            models.CheckConstraint(condition=models.Q(n__gte=1), name="generation_asks_something"),
            models.CheckConstraint(
                condition=~models.Q(state=State.SENDING) | models.Q(claim_token__isnull=False),
                name="generation_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.WAITING) | ~models.Q(remote_id=""), name="generation_waiting_has_task"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model_label}, {self.get_state_display()}"

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def seconds(self) -> float | None:
        """From sending to the end, or to now while it runs; None before it was sent."""
        if self.sent_at is None:
            return None
        return ((self.finished_at or timezone.now()) - self.sent_at).total_seconds()


class Output(models.Model):
    """Ties a generation to a picture it made. ``error_code`` instead of an image: that item could not be kept."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="outputs")
    position = models.PositiveSmallIntegerField()
    image = models.OneToOneField("gallery.Image", on_delete=models.SET_NULL, null=True, related_name="output")
    error_code = models.CharField(max_length=40, blank=True)
    error_detail = models.TextField(blank=True)

    class Meta:
        ordering = ("position",)
        indexes = [models.Index(fields=("-generation",), name="output_withheld", condition=~models.Q(error_code=""))]
        constraints = [models.UniqueConstraint(fields=("generation", "position"), name="output_position")]

    def __str__(self) -> str:
        return f"picture {self.position} of {self.generation_id}"


class Transition(models.Model):
    """Append-only: every change of state, who made it and why. Feeds the live stream."""

    id = models.BigAutoField(primary_key=True)
    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="transitions")
    run_id = models.UUIDField()
    user_id = models.BigIntegerField()
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now, editable=False)
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    session = models.UUIDField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("at",), name="transition_at")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
