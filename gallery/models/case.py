"""What waits for a moderator's look: a held prompt or picture, a reported picture, an appeal. And who reported."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.ids import uuid7

PEOPLE = ("person", "claimed_by", "passed_to", "decided_by")
NAMED = ("username", "display_name", "first_name", "last_name")


class CaseKind(models.TextChoices):
    PROMPT = "prompt", gettext_lazy("Prompt rule")
    PICTURE = "picture", gettext_lazy("Picture check")
    REPORT = "report", gettext_lazy("Report")
    APPEAL = "appeal", gettext_lazy("Appeal")


class Outcome(models.TextChoices):
    """Of an appeal, released means that the first decision is reversed and refused that it stands."""

    RELEASED = "released", gettext_lazy("Released")
    REFUSED = "refused", gettext_lazy("Refused")
    REMOVED = "removed", gettext_lazy("Removed")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")  # by the person, before anybody decided


class CaseQuerySet(models.QuerySet["Case"]):
    def waiting(self) -> "CaseQuerySet":
        return self.filter(decided_at=None)

    def decided(self) -> "CaseQuerySet":
        return self.filter(decided_at__isnull=False)

    def with_people(self) -> "CaseQuerySet":
        """Whom a row of the list names. Each person is read once, by id: a join would let SQLite begin with them."""
        named = get_user_model().objects.only(*NAMED)
        return self.prefetch_related(*(models.Prefetch(part, queryset=named) for part in PEOPLE))

    def judgeable_by(self, user: Any, *, alone: bool = False) -> "CaseQuerySet":
        """Joins nothing, so that a conditional UPDATE of it asks the row itself. ``alone``: see access."""
        return self.filter(access.judgeable_cases(user, alone=alone))

    def of_person(self, user: Any) -> "CaseQuerySet":
        """What its person may read of: their own, reports aside that changed nothing."""
        return self.filter(access.own_cases(user))


class Case(models.Model):
    """One thing to judge. Oldest first is the order of ids.

    ``subject_kind`` and ``subject_id`` name the row that it is about, of gallery or not ("run", "image"); ``person``
    made it. ``triggers`` is [{"label": "Violence, rule 7", "rule": "<id>" or "", "version": 3, "words": ["blood"],
    "spans": [[start, end], …] in ``prompt``, "score": 0.94 or null}], with "field" and "text" where it fired on other
    words than the prompt; ``rule`` is the first one's. ``alike`` ties
    duplicates together, "" for none. A claim is a lease: ``claimed_by`` judges until ``claimed_until``, and after it
    for as long as nobody else claims. ``first_judge`` decided what is appealed against.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=CaseKind.choices)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    image = models.ForeignKey("gallery.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    headline = models.CharField(max_length=200, blank=True)
    prompt = models.TextField(blank=True)
    words = models.TextField(max_length=2000, blank=True)  # of the person who appeals or asks for a look
    triggers = models.JSONField(default=list, blank=True)
    rule = models.UUIDField(null=True, blank=True)
    alike = models.CharField(max_length=80, blank=True)
    reports = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField()

    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    passed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    appeal_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="appeal")
    first_judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=("id",), name="case_waiting", condition=Q(decided_at=None)),
            models.Index(fields=("kind", "id"), name="case_waiting_of_kind", condition=Q(decided_at=None)),
            models.Index(
                fields=("kind", "alike", "id"), name="case_alike_of_kind", condition=Q(decided_at=None) & ~Q(alike="")
            ),
            models.Index(fields=("person", "-id"), name="case_of_person"),
            models.Index(fields=("rule", "-id"), name="case_of_rule", condition=Q(rule__isnull=False)),
            models.Index(fields=("-decided_at", "-id"), name="case_decided", condition=Q(decided_at__isnull=False)),
            models.Index(fields=("subject_id",), name="case_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="case_kind_known"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, outcome="", reason="")
                | Q(decided_at__isnull=False, outcome=Outcome.WITHDRAWN)
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & Q(outcome__in=(Outcome.RELEASED, Outcome.REFUSED, Outcome.REMOVED))
                    & ~Q(reason="")
                ),
                name="case_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind=CaseKind.APPEAL, appeal_of__isnull=False)
                | (~Q(kind=CaseKind.APPEAL) & Q(appeal_of=None)),
                name="case_appeals_against_one",
            ),
            models.UniqueConstraint(
                fields=("kind", "subject_kind", "subject_id"), condition=Q(decided_at=None), name="case_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.headline or self.prompt[:120] or _("A picture")

    @property
    def waits(self) -> bool:
        return self.decided_at is None

    @property
    def is_late(self) -> bool:
        return self.decided_at is None and self.due_at < timezone.now()

    def holder(self) -> Any:
        """Who judges it right now; None where the lease is over."""
        if self.claimed_by is None or self.claimed_until is None or self.claimed_until < timezone.now():
            return None
        return self.claimed_by


class Report(models.Model):
    """One person's word against a picture. ``visitor`` tells guests apart without keeping their address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reported")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    visitor = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=60, blank=True)
    share = models.ForeignKey("gallery.Share", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=24)
    words = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("case", "reporter"), condition=Q(reporter__isnull=False), name="report_once_per_person"
            ),
            models.UniqueConstraint(
                fields=("case", "visitor"), condition=~Q(visitor=""), name="report_once_per_visitor"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="report_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.words[:60]}"

    @property
    def whose(self) -> str:
        return self.reporter.name if self.reporter else self.name or _("A guest")
