"""What happened: in a team, for all its members, and what one person should know of."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from gallery.figures import as_figure
from gallery.ids import uuid7


class Verb(models.TextChoices):
    PUBLISHED = "published", gettext_lazy("hung a picture")
    WITHDREW = "withdrew", gettext_lazy("took a picture down")
    COMMENTED = "commented", gettext_lazy("commented on a picture")
    MENTIONED = "mentioned", gettext_lazy("mentioned you")
    ANSWERED = "answered", gettext_lazy("answered you")
    SHARED = "shared", gettext_lazy("made a link")
    REVOKED = "revoked", gettext_lazy("turned a link off")
    ROUND = "round", gettext_lazy("began a new round")
    DONE = "done", gettext_lazy("is done with a review")
    JOINED = "joined", gettext_lazy("joined")
    LEFT = "left", gettext_lazy("left")
    REMOVED = "removed", gettext_lazy("took somebody out")
    ROLE = "role", gettext_lazy("changed a role")
    HANDED = "handed", gettext_lazy("handed pictures over")
    HELD = "held", gettext_lazy("Held for a look")
    RELEASED = "released", gettext_lazy("Released after a look")
    REFUSED = "refused", gettext_lazy("Refused after a look")
    TAKEN = "taken", gettext_lazy("Removed after a look")
    REVERSED = "reversed", gettext_lazy("Your appeal was right")
    STANDS = "stands", gettext_lazy("Your appeal was looked at, the decision stands")
    PASSED = "passed", gettext_lazy("passed a case on to you")
    KEPT = "kept", gettext_lazy("A picture that you reported stays")
    LOW = "low", gettext_lazy("A key’s balance is low")
    ACTED = "acted", gettext_lazy("A picture that you reported was removed")


JUDGING = frozenset(
    {
        *(Verb.HELD, Verb.RELEASED, Verb.REFUSED, Verb.TAKEN, Verb.REVERSED, Verb.STANDS),
        *(Verb.PASSED, Verb.KEPT, Verb.ACTED),
    }
)  # what was decided rather than done by somebody


class Activity(models.Model):
    """One line of a team's history. ``told``: whose name or which title it is about, as it was then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, related_name="activity")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    share = models.ForeignKey("gallery.Share", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    told = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=("team", "-created_at", "-id"), name="activity_of_team"),
            models.Index(
                fields=("team", "-created_at", "-id"), name="activity_feed", condition=models.Q(verb=Verb.PUBLISHED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.verb}"


class Notice(models.Model):
    """For one person. ``seen_at``: they were on the page of their notices.

    Either somebody did something (a ``Verb``; ``name``: of a guest, who has no account), or it is told in a sentence:
    ``verb`` names its kind, ``text`` is an English message with places for ``facts``, ``url`` a path that it leads to.
    ``key`` names the event, so that nobody is told of it twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=20, choices=Verb.choices)
    text = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120, blank=True)
    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    share = models.ForeignKey("gallery.Share", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    case = models.ForeignKey("gallery.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    told = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=("user", "-created_at", "-id"), name="notice_of_user"),
            models.Index(
                fields=("created_at",), name="notice_unmailed", condition=models.Q(seen_at=None, mailed_at=None)
            ),
            models.Index(fields=("key",), name="notice_key", condition=~models.Q(key="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=("user", "key"), name="notice_of_a_key_once", condition=~models.Q(key=""))
        ]

    def __str__(self) -> str:
        return f"{self.verb} for {self.user_id}"

    @property
    def judging(self) -> bool:
        return self.verb in JUDGING

    @property
    def whose(self) -> str:
        return self.by.name if self.by else self.name

    @property
    def said(self) -> str:
        """The sentence in the language of who reads it; empty where somebody did something."""
        return put([self.text, self.facts]) if self.text else ""


def put(words: Any) -> str:
    """A text, or a message with its facts, ``[message, {name: words}]``, in the reader's language; figures too."""
    if isinstance(words, str):
        return as_figure(words)
    message, facts = words
    return gettext(message) % {name: put(fact) for name, fact in facts.items()}
