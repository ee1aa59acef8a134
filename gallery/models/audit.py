"""The audit trail: what was done, by whom, to what. Only ever added to (gallery/audit/guards.py)."""

import json
from typing import Any

from django.db import models
from django.utils import timezone

ONLY = 1


class AuditEntry(models.Model):
    """One act. Actor and object are plain values: the entry outlives both.

    ``who_seal`` is over the actor's name and address, ``what_seal`` over the object's label and the details; either may
    be blanked with its salt, and the chain holds. ``number``, ``previous`` and ``hash`` are its link, set right after
    the act's commit: until then ``number`` is None. ``actor_id`` None: the studio itself, or somebody without account.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    act = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    who_salt = models.CharField(max_length=32, blank=True)
    who_seal = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=100, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    details_text = models.TextField(db_column="details", blank=True)  # JSON, kept to the letter: it is hashed
    what_salt = models.CharField(max_length=32, blank=True)
    what_seal = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64, blank=True)
    number = models.BigIntegerField(null=True, unique=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=("actor_id", "-id"), name="audit_of_actor"),
            models.Index(fields=("act", "-id"), name="audit_of_act"),
            models.Index(fields=("object_kind", "object_id", "-id"), name="audit_of_object"),
            models.Index(fields=("at",), name="audit_at"),
            models.Index(fields=("id",), name="audit_unlinked", condition=models.Q(number=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number=None, hash="", previous="") | (models.Q(number__gt=0) & ~models.Q(hash="")),
                name="audit_linked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '–'} {self.act}"

    @property
    def details(self) -> dict[str, Any]:
        """Empty where they were erased."""
        return json.loads(self.details_text) if self.details_text else {}


class AuditHead(models.Model):
    """The last link: whoever cuts the tail off has to change this row too. Locked while entries are linked."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=ONLY), name="audit_head_once")]

    def __str__(self) -> str:
        return f"Entry {self.number}"
