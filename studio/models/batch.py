"""Many prompts at once: from alternatives or from a table. What is sent and what is left stands in its rows."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery.ids import uuid7


class BatchKind(models.TextChoices):
    ALTERNATIVES = "alternatives", gettext_lazy("Alternatives")
    TABLE = "table", gettext_lazy("Table")


class BatchState(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Not started")
    GOING = "going", gettext_lazy("Going")
    STOPPED = "stopped", gettext_lazy("Stopped")
    DONE = "done", gettext_lazy("Sent")


class RowState(models.TextChoices):
    WRONG = "wrong", gettext_lazy("Needs a change")
    WAITING = "waiting", gettext_lazy("Not sent yet")
    SENT = "sent", gettext_lazy("Sent")
    FAILED = "failed", gettext_lazy("Not accepted")


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: Any) -> "BatchQuerySet":
        """A batch is its owner's alone, as its runs are."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Batch(models.Model):
    """``source`` is the text as it was given; ``references`` ids of the pictures that go with every row.

    ``note`` says in English why it stopped by itself, ``refused`` by which budget (``OverBudget.facts``): both are
    told in the reader's language. ``defaults`` are what the table's empty cells took. ``team_name`` and
    ``project_name`` are kept, so that one whose team is deleted doesn't go on somewhere else. ``remix_of`` as a run's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="batches")
    team = models.ForeignKey("gallery.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    project = models.ForeignKey("gallery.Project", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    board = models.ForeignKey("gallery.Board", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=BatchKind.choices)
    source = models.TextField(blank=True)
    defaults = models.JSONField(default=dict, blank=True)
    references = models.JSONField(default=list, blank=True)
    mask = models.ForeignKey("gallery.Image", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    remix_of = models.ForeignKey("gallery.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team_name = models.CharField(max_length=80, blank=True)
    project_name = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=7, choices=BatchState.choices, default=BatchState.DRAFT)
    note = models.TextField(blank=True)
    refused = models.JSONField(default=dict, blank=True)
    idempotency_key = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=("owner", "-created_at", "-id"), name="batch_of_owner"),
            models.Index(fields=("state",), name="batch_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=BatchState.values), name="batch_state_known"),
            models.UniqueConstraint(
                fields=("owner", "idempotency_key"),
                condition=~models.Q(idempotency_key=""),
                name="batch_once_per_idempotency_key",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BatchRow(models.Model):
    """One prompt. ``request`` is what submission.check takes: {"models": […], "aspect": …, "count": …}.

    ``number`` as its reader counts (the line of a table); ``quote`` US dollars, None when unknown; ``errors``
    sentences by cell.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    prompt = models.TextField(blank=True)
    request = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=RowState.choices, default=RowState.WAITING)
    errors = models.JSONField(default=dict, blank=True)
    quote = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    pictures = models.PositiveIntegerField(default=0)
    run = models.OneToOneField("studio.Run", on_delete=models.SET_NULL, null=True, blank=True, related_name="batch_row")

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("batch", "position"), name="batch_row_position"),
            models.CheckConstraint(condition=models.Q(state__in=RowState.values), name="batch_row_state_known"),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.batch_id}"

    @property
    def key(self) -> str:
        """Its run's idempotency key: however often it is sent, there is one run."""
        return f"batch-{self.batch_id.hex}-{self.position}"
