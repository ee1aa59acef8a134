"""What may be spent in a calendar month, and what was: the limit beside the running balance it is held against."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy


class Kind(models.TextChoices):
    """What money is counted for, in the order in which balances are changed: always the same, so that two
    reservations wait for each other and never deadlock.
    """

    INSTANCE = "instance", gettext_lazy("Everybody")
    TEAM = "team", gettext_lazy("Team")
    PROJECT = "project", gettext_lazy("Project")
    PERSON = "person", gettext_lazy("Person")


class Budget(models.Model):
    """``limit`` US dollars a calendar month of the instance's time zone; 0: nothing that costs may run.

    ``subject`` is the id of the team, project or person, empty for the whole instance. ``sandbox``: for the demo
    books, which are apart.
    """

    remembered = True

    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=36, blank=True)
    sandbox = models.BooleanField(default=False)
    limit = models.DecimalField(max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("kind", "subject", "sandbox"), name="budget_once"),
            models.CheckConstraint(condition=models.Q(limit__gte=0), name="budget_not_negative"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="budget_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.limit} a month for {self.kind} {self.subject}".strip()


class Balance(models.Model):
    """One month of one subject in one book, in whole ten-thousandths of a US dollar, so that no sum is ever inexact.

    ``spent + reserved`` is the sum of the ledger's entries for it. Only ``money/balances.py`` writes it, by
    conditional UPDATEs. ``month`` is its first day; ``near_at``: when the soft mark of its budget was passed.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=36, blank=True)
    sandbox = models.BooleanField(default=False)
    month = models.DateField()
    spent = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    near_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("kind", "subject", "sandbox", "month"), name="balance_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="balance_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} in {self.month:%Y-%m}"
