"""What was spent, summed up per day and per month: the usage pages read these and not the ledger's rows.

studio/usage/rolling.py writes them.
"""

from typing import Any

from django.conf import settings
from django.db import models

MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 4, "default": 0}


class Use(models.Model):
    """The closed calls of one time, model, person, place, book and outcome. Money in US dollars as usage.sums counts
    it; ``took`` and ``timed`` of those that succeeded.
    """

    model = models.CharField(max_length=100)
    label = models.CharField(max_length=100)
    vendor = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("gallery.Team", on_delete=models.SET_NULL, null=True, related_name="+")
    project = models.ForeignKey("gallery.Project", on_delete=models.SET_NULL, null=True, related_name="+")
    sandbox = models.BooleanField()
    state = models.CharField(max_length=10)
    calls = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    pictures = models.PositiveIntegerField()
    free = models.PositiveIntegerField()
    timed = models.PositiveIntegerField()
    took = models.DurationField()
    spent = models.DecimalField(**MONEY)
    estimated = models.DecimalField(**MONEY)
    released = models.DecimalField(**MONEY)
    quoted = models.DecimalField(**MONEY)

    class Meta:
        abstract = True


class DayUse(Use):
    """``day`` in the instance's time zone, by the press."""

    day = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=("sandbox", "day"), name="day_use_of_book"),
            models.Index(fields=("user", "day"), name="day_use_of_user"),
            models.Index(fields=("team", "day"), name="day_use_of_team"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.model}"


class MonthUse(Use):
    """The days of one month, added up; ``month`` is its first day."""

    month = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=("sandbox", "month"), name="month_use_of_book"),
            models.Index(fields=("user", "month"), name="month_use_of_user"),
            models.Index(fields=("team", "month"), name="month_use_of_team"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.model}"


class Rolled(models.Model):
    """One row, locked by whoever rolls up: one at a time."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="rolled_once")]

    def __str__(self) -> str:
        return f"Rolled up at {self.at}"
