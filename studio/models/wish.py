"""What somebody asked of a budget, and what was answered."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery.ids import uuid7
from studio.models.budget import Kind
from studio.models.ledger import this_month


class Wish(models.TextChoices):
    OPEN = "open", gettext_lazy("Asked")
    GRANTED = "granted", gettext_lazy("Raised")
    DECLINED = "declined", gettext_lazy("Declined")


class BudgetRequest(models.Model):
    """Somebody asks for more: ``asked`` US dollars were wanted of a budget (``kind``, ``subject``) that had too little
    left in ``month``. Asked once while it is open; ``granted`` is the limit that it was raised to.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="budget_requests")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=36, blank=True)
    sandbox = models.BooleanField(default=False)
    month = models.DateField(default=this_month)
    asked = models.DecimalField(max_digits=10, decimal_places=4, validators=[MinValueValidator(Decimal(0))])
    state = models.CharField(max_length=8, choices=Wish.choices, default=Wish.OPEN)
    granted = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=Wish.values), name="budget_request_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="budget_request_kind_known"),
            models.UniqueConstraint(
                fields=("by", "kind", "subject", "sandbox", "month"),
                condition=models.Q(state=Wish.OPEN),
                name="budget_request_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} asks for {self.asked}"
