"""Money, append-only: the sum of a generation's entries is what it costs now."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy


def this_month() -> date:
    """The first day of the calendar month in the instance's time zone."""
    return timezone.localdate().replace(day=1)


class EntryKind(models.TextChoices):
    RESERVE = "reserve", gettext_lazy("Reserved")
    SETTLE = "settle", gettext_lazy("Settled")  # the difference between what was reserved and the true price
    RELEASE = "release", gettext_lazy("Released")


class LedgerEntry(models.Model):
    """``amount`` in US dollars, signed: a reservation is positive, a release negative. ``sandbox`` books are apart.

    ``month``: the first day of the calendar month that it counts in, which is the reservation's, however late it is
    settled. ``estimated``: the price is unknown, so it is counted at the instance's ceiling.
    """

    generation = models.ForeignKey("studio.Generation", on_delete=models.PROTECT, related_name="ledger_entries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ledger_entries")
    team = models.ForeignKey("gallery.Team", on_delete=models.SET_NULL, null=True, related_name="ledger_entries")
    project = models.ForeignKey("gallery.Project", on_delete=models.SET_NULL, null=True, related_name="ledger_entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=4)
    estimated = models.BooleanField(default=False)
    sandbox = models.BooleanField(default=False)
    month = models.DateField(default=this_month)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=("user", "at"), name="ledger_of_user"),
            models.Index(fields=("team", "at"), name="ledger_of_team"),
            models.Index(fields=("sandbox", "at"), name="ledger_of_book"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("generation",), condition=models.Q(kind=EntryKind.RESERVE), name="ledger_reserves_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
