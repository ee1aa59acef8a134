"""What people without an account answer about shared pictures, round by round. A round that was followed is frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery.ids import uuid7


class Answer(models.TextChoices):
    APPROVE = "approve", gettext_lazy("Approved")
    REJECT = "reject", gettext_lazy("Rejected")


class Round(models.Model):
    """The pictures as they were when it began. ``frozen_at``: the next one began, and nobody answers here any more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    share = models.ForeignKey("gallery.Share", on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True, max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("share", "number"), name="round_number_once"),
            models.UniqueConstraint(fields=("share",), condition=Q(frozen_at=None), name="round_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.share_id}, round {self.number}"


class RoundItem(models.Model):
    """``before``: the picture of the last round that this one is, or was made from; None for a new one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items")
    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, related_name="round_items")
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="later")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("round", "image"), name="round_holds_once")]

    def __str__(self) -> str:
        return f"{self.position} of {self.round_id}"


class Guest(models.Model):
    """Somebody who answers by a link. Known again by a signed cookie, called as they called themselves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    share = models.ForeignKey("gallery.Share", on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.name


class Done(models.Model):
    """A guest said that this round is answered."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="dones")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="dones")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("round", "guest"), name="done_once")]

    def __str__(self) -> str:
        return f"{self.guest_id} is done with {self.round_id}"


class Verdict(models.Model):
    item = models.ForeignKey(RoundItem, on_delete=models.CASCADE, related_name="verdicts")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="verdicts")
    answer = models.CharField(max_length=7, choices=Answer.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("item", "guest"), name="verdict_once"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.guest_id}: {self.answer}"


class Note(models.Model):
    """``x`` and ``y`` from 0 to 1 of width and height where it is pinned to a spot; both None where it is not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(RoundItem, on_delete=models.CASCADE, related_name="notes")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=2000)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(x=None, y=None) | Q(x__gte=0, x__lte=1, y__gte=0, y__lte=1), name="note_pinned_inside"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
