"""Words that are kept: earlier prompts, saved ones, lists, presets of the whole form, and help from a chat model."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery.ids import uuid7
from studio.models.shared import Shared


class EarlierPrompt(models.Model):
    """A prompt that its owner ran, once however often. ``created_at``: when it was run last; ``digest`` SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="earlier_prompts")
    digest = models.CharField(max_length=64)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=("owner", "-created_at", "-id"), name="earlier_prompt_of_owner")]
        constraints = [models.UniqueConstraint(fields=("owner", "digest"), name="earlier_prompt_once")]

    def __str__(self) -> str:
        return self.text[:80]


class Saved(models.TextChoices):
    PROMPT = "prompt", gettext_lazy("Prompt")
    LIST = "list", gettext_lazy("List")


class SavedPrompt(Shared):
    """A prompt, perhaps with ``[variables]``; or a list, whose lines stand for ``{@its title}``."""

    kind = models.CharField(max_length=6, choices=Saved.choices, default=Saved.PROMPT)
    text = models.TextField()

    class Meta(Shared.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Saved.values), name="saved_prompt_kind_known")
        ]


class Preset(Shared):
    """The composer's settings without its words and references: ``settings`` are form fields, {name: [values]}."""

    settings = models.JSONField(default=dict)

    def differs_from(self, data: Any) -> bool:
        """Whether a composer's data stand otherwise. An empty field is one that is not there."""
        return any(
            [value for value in values if value] != [value for value in data.getlist(name) if value]
            for name, values in self.settings.items()
        )


class HelpState(models.TextChoices):
    QUEUED = "queued", gettext_lazy("Queued")
    SENDING = "sending", gettext_lazy("Sent")
    DONE = "done", gettext_lazy("Done")
    FAILED = "failed", gettext_lazy("Failed")


class HelpKind(models.TextChoices):
    IMPROVE = "improve", gettext_lazy("Prompt improved")
    DESCRIBE = "describe", gettext_lazy("Picture described")


class PromptHelp(models.Model):
    """One question to a chat model. ``asked``: the prompt to improve; ``image``: the picture to describe, None once
    it is gone.

    ``quote`` (at most) and ``cost`` in US dollars, None when unknown; ``counted`` is what the books hold once it is
    settled, in whole ten-thousandths. ``charged`` as a generation's. ``reason`` is a code of gateway/errors.py,
    ``detail`` the vendor's words. Sent once: one whose fate is unknown is never sent again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="prompt_helps")
    kind = models.CharField(max_length=8, choices=HelpKind.choices, default=HelpKind.IMPROVE)
    asked = models.TextField(blank=True)
    image = models.ForeignKey("gallery.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    model = models.CharField(max_length=100)
    key_source = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=HelpState.choices, default=HelpState.QUEUED)
    answer = models.TextField(blank=True)
    quote = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    cost = models.DecimalField(max_digits=10, decimal_places=6, null=True, blank=True)
    counted = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    charged = models.CharField(max_length=5, default="no")
    usage = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)
    request_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    message_sent_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=("state", "created_at"), name="prompt_help_due")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=HelpState.values), name="prompt_help_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=HelpKind.values), name="prompt_help_kind_known"),
            models.CheckConstraint(
                condition=models.Q(kind=HelpKind.DESCRIBE) | ~models.Q(asked=""), name="prompt_help_asks_something"
            ),
        ]

    def __str__(self) -> str:
        return self.asked[:80] or f"picture {self.image_id}"

    @property
    def ended(self) -> bool:
        return self.state in (HelpState.DONE, HelpState.FAILED)

    @property
    def open(self) -> bool:
        """Nobody knows whether it was billed; its owner decides."""
        return self.state == HelpState.FAILED and self.charged == "maybe"
