"""A gateway key that somebody stored: encrypted, shown by its last four characters."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from studio.fields import EncryptedTextField


class KeyKind(models.TextChoices):
    PERSONAL = "personal"
    TEAM = "team"
    INSTANCE = "instance"


class Outcome(models.TextChoices):
    """Of the last test."""

    UNTESTED = ""
    WORKS = "works"
    REFUSED = "refused"
    NO_ANSWER = "no-answer"


class Credential(models.Model):
    """A person's, a team's or the instance's. ``balance`` US dollars at ``tested_at``, as the gateway's free balance
    call said; None when it told no limit. ``waiting`` takes the place of ``key`` once the gateway accepts it, so that
    work goes on meanwhile. ``asked_at``: a test is due since then. Below ``low_at`` dollars people are told.
    """

    remembered = True

    kind = models.CharField(max_length=8, choices=KeyKind.choices, default=KeyKind.PERSONAL, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="credential"
    )
    team = models.OneToOneField(
        "gallery.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="credential"
    )
    key = EncryptedTextField(blank=True)
    last_four = models.CharField(max_length=4, editable=False, blank=True)
    waiting = EncryptedTextField(blank=True, default="")
    waiting_four = models.CharField(max_length=4, editable=False, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.UNTESTED, blank=True)
    said = models.CharField(max_length=300, blank=True)
    balance = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    low_at = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=KeyKind.PERSONAL, user__isnull=False, team=None)
                | Q(kind=KeyKind.TEAM, user=None, team__isnull=False)
                | Q(kind=KeyKind.INSTANCE, user=None, team=None),
                name="credential_of_one",
            ),
            models.UniqueConstraint(fields=("kind",), condition=Q(kind=KeyKind.INSTANCE), name="credential_once"),
        ]

    def __str__(self) -> str:
        return f"key ending in {self.last_four or self.waiting_four}"

    @property
    def is_low(self) -> bool:
        return self.low_at is not None and self.balance is not None and self.balance < self.low_at
