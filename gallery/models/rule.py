"""Prompt rules: what they are called, every version that they ever had, and each time that one fired."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.ids import uuid7


class RuleKind(models.TextChoices):
    WORD = "word", gettext_lazy("Words")
    PHRASE = "phrase", gettext_lazy("Phrases")
    STEM = "stem", gettext_lazy("Word stems")
    REGEX = "regex", gettext_lazy("Regular expressions")


class RuleAction(models.TextChoices):
    NOTE = "note", gettext_lazy("Note")
    HOLD = "hold", gettext_lazy("Hold")
    REFUSE = "refuse", gettext_lazy("Refuse")


class RuleScope(models.TextChoices):
    INSTANCE = "instance", gettext_lazy("Everybody")
    TEAM = "team", gettext_lazy("One team")


class RuleQuerySet(models.QuerySet["Rule"]):
    def visible_to(self, user: Any) -> "RuleQuerySet":
        return self.filter(access.visible_rules(user)).distinct()

    def editable_by(self, user: Any) -> "RuleQuerySet":
        return self.filter(access.editable_rules(user)).distinct()


class Rule(models.Model):
    """``number`` is what people call it ("Rule 7"); its versions say the rest. A team's ends with its team."""

    remembered = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    scope = models.CharField(max_length=8, choices=RuleScope.choices, default=RuleScope.INSTANCE)
    team = models.ForeignKey("gallery.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="rules")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(condition=Q(scope=RuleScope.TEAM) | Q(team=None), name="rule_of_team_has_scope"),
        ]

    def __str__(self) -> str:
        return _("Rule %(number)s") % {"number": self.number}


class RuleVersion(models.Model):
    """Never changed: a hold points at the one that fired. ``terms`` and ``allow`` are lists of texts.

    ``language`` is a code of judging.languages or "" for any. ``active`` False: the rule is switched off since then;
    ``removed``: for good. ``current`` marks the last one.
    """

    remembered = True

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    category = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=RuleKind.choices, default=RuleKind.WORD)
    terms = models.JSONField(default=list)
    allow = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=2, blank=True)
    action = models.CharField(max_length=6, choices=RuleAction.choices, default=RuleAction.HOLD)
    active = models.BooleanField(default=True)
    removed = models.BooleanField(default=False)
    current = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("rule", "-version")
        constraints = [
            models.UniqueConstraint(fields=("rule", "version"), name="rule_version_once"),
            models.UniqueConstraint(fields=("rule",), condition=Q(current=True), name="rule_has_one_current"),
            models.CheckConstraint(condition=Q(kind__in=RuleKind.values), name="rule_kind_known"),
            models.CheckConstraint(condition=Q(action__in=RuleAction.values), name="rule_action_known"),
            models.CheckConstraint(condition=~Q(category=""), name="rule_has_category"),
        ]

    def __str__(self) -> str:
        told = {"category": self.category, "number": self.rule.number, "version": self.version}
        return _("%(category)s, rule %(number)s, version %(version)s") % told


class HitOutcome(models.TextChoices):
    RELEASED = "released", gettext_lazy("Released")
    REFUSED = "refused", gettext_lazy("Refused")


class RuleHit(models.Model):
    """A version fired. ``subject`` is the run that it fired on; None where nothing was written, and then nobody's words
    or name are kept either. ``outcome``: what a person decided about the hold, "" where nobody did.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="hits")
    subject = models.UUIDField(null=True, default=None)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    field = models.CharField(max_length=120, blank=True)
    word = models.CharField(max_length=200, blank=True)
    spans = models.JSONField(default=list)
    undecided = models.BooleanField(default=False)
    action = models.CharField(max_length=6, choices=RuleAction.choices)
    outcome = models.CharField(max_length=8, choices=HitOutcome.choices, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("version", "at"), name="rule_hit_of_version"),
            models.Index(fields=("subject",), name="rule_hit_of_subject", condition=Q(subject__isnull=False)),
            models.Index(fields=("user", "-at"), name="rule_hit_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.word}"


class ListedHash(models.Model):
    """A picture's likeness that is blocked or allowed, as Likeness has it; ``image_uuid`` outlives the picture.

    Older pictures are searched from ``search_due`` on, by their ids: up to ``searched_to`` it is done, with ``found``
    of them held, and at ``searched_at`` with all.
    """

    class List(models.TextChoices):
        BLOCK = "block", gettext_lazy("Blocked")
        ALLOW = "allow", gettext_lazy("Allowed")

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    list = models.CharField(max_length=5, choices=List.choices, default=List.BLOCK)
    dhash = models.BigIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)  # the file that it came from
    image_uuid = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    search_due = models.DateTimeField(null=True, blank=True)
    searched_to = models.UUIDField(null=True, blank=True)
    searched_at = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "listed hashes"
        indexes = [
            models.Index(fields=("search_due", "id"), name="hash_to_search", condition=Q(search_due__isnull=False))
        ]
        constraints = [
            models.UniqueConstraint(fields=("list", "dhash"), name="hash_listed_once"),
            models.CheckConstraint(condition=~Q(dhash=0), name="hash_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_list_display()}: {self.dhash % (1 << 64):016x}"
