"""Money, append-only: the sum of a call's entries is what it costs now, be it for a picture or for words."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy


def this_month() -> date:
    """The first day of the calendar month in the instance's time zone."""
    return timezone.localdate().replace(day=1)


CHAT = "Chat"  # stands for a vendor where words are asked for


class EntryKind(models.TextChoices):
    RESERVE = "reserve", gettext_lazy("Reserved")
    SETTLE = "settle", gettext_lazy("Settled")  # the difference between what was reserved and the true price
    RELEASE = "release", gettext_lazy("Released")


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def with_calls(self) -> "LedgerQuerySet":
        """What either kind of call says, under one name: ``model``, ``label``, ``vendor``, ``state``, ``charged``,
        ``true_cost`` (US dollars as the books count it) and ``took`` (a duration). A chat's states are a generation's.
        """
        ended = {"done": "succeeded"}
        of_help = Case(*(When(help__state=own, then=Value(same)) for own, same in ended.items()), default="help__state")
        took = Coalesce(F("generation__finished_at"), F("help__finished_at")) - Coalesce(
            F("generation__sent_at"), F("help__sent_at")
        )
        columns: dict[str, Any] = {
            "model": Coalesce("generation__model", "help__model"),
            "label": Coalesce("generation__model_label", "help__model"),
            "vendor": Coalesce("generation__vendor", Value(CHAT)),
            "state": Coalesce("generation__state", of_help),
            "charged": Coalesce("generation__charged", "help__charged"),
            "true_cost": Coalesce("generation__cost", "generation__estimate", "help__counted", "amount"),
            "took": took,
        }
        return self.annotate(**columns)

    def with_rows(self) -> "LedgerQuerySet":
        """For lists that name the call, its person and its place."""
        return self.select_related("generation__run", "help", "user", "team", "project")


class LedgerEntry(models.Model):
    """``amount`` in US dollars, signed: a reservation is positive, a release negative. ``sandbox`` books are apart.
    It belongs to one call: a ``generation``, or a ``help`` of a chat model.

    ``month``: the first day of the calendar month that it counts in, which is the reservation's, however late it is
    settled. ``estimated``: the price is unknown, so it is counted at the instance's ceiling. ``rolled``: the day's sums
    count it (usage/rolling.py).
    """

    generation = models.ForeignKey(
        "studio.Generation", on_delete=models.PROTECT, null=True, related_name="ledger_entries"
    )
    help = models.ForeignKey("studio.PromptHelp", on_delete=models.PROTECT, null=True, related_name="ledger_entries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ledger_entries")
    team = models.ForeignKey("gallery.Team", on_delete=models.SET_NULL, null=True, related_name="ledger_entries")
    project = models.ForeignKey("gallery.Project", on_delete=models.SET_NULL, null=True, related_name="ledger_entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=4)
    estimated = models.BooleanField(default=False)
    sandbox = models.BooleanField(default=False)
    month = models.DateField(default=this_month)
    at = models.DateTimeField(default=timezone.now, editable=False)
    rolled = models.BooleanField(default=False, editable=False)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=("user", "at"), name="ledger_of_user"),
            models.Index(fields=("team", "at"), name="ledger_of_team"),
            models.Index(fields=("sandbox", "at"), name="ledger_of_book"),
            models.Index(fields=("kind", "at"), name="ledger_unrolled", condition=Q(rolled=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("generation",), condition=Q(kind=EntryKind.RESERVE), name="ledger_reserves_once"
            ),
            models.UniqueConstraint(
                fields=("help",), condition=Q(kind=EntryKind.RESERVE), name="ledger_reserves_once_for_words"
            ),
            models.CheckConstraint(
                condition=Q(generation=None, help__isnull=False) | Q(generation__isnull=False, help=None),
                name="ledger_of_one_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def call(self) -> Any:
        """The generation or the help that it pays for."""
        return self.generation or self.help
