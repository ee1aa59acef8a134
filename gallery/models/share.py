"""Links that open pictures to people without an account: exactly those pictures, for as long as it is wanted."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.ids import uuid7


class Mode(models.TextChoices):
    LOOK = "look", gettext_lazy("Look")
    REVIEW = "review", gettext_lazy("Review")


class Download(models.TextChoices):
    NONE = "", gettext_lazy("No")
    WEB = "web", gettext_lazy("Web size")
    ORIGINAL = "original", gettext_lazy("Originals")


class ShareQuerySet(models.QuerySet["Share"]):
    def visible_to(self, user: Any) -> "ShareQuerySet":
        return self.filter(access.visible_shares(user)).distinct()

    def editable_by(self, user: Any) -> "ShareQuerySet":
        return self.filter(access.editable_shares(user)).distinct()

    def open(self) -> "ShareQuerySet":
        """Neither turned off nor over, made by somebody who may still sign in."""
        lasting = models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
        return self.filter(lasting, revoked_at=None, owner__is_active=True)

    def by_token(self, token: str) -> "Share | None":
        return self.open().select_related("owner", "team", "board").filter(digest=digest(token)).first()


class Share(models.Model):
    """``digest`` of the link's secret, which is shown once and kept nowhere. ``board``: whatever lies on it now, in a
    review what lay there when the round began; otherwise its items. ``password`` is hashed, "" for none. ``watermark``:
    words across everything that is served. ``opened``: how often the page was asked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shares")
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="shares")
    board = models.ForeignKey("gallery.Board", on_delete=models.CASCADE, null=True, blank=True, related_name="shares")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.LOOK)
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True, max_length=1000)
    expires_at = models.DateTimeField(null=True, blank=True)
    password = models.CharField(max_length=128, blank=True)
    download = models.CharField(max_length=8, choices=Download.choices, default=Download.NONE, blank=True)
    hide_prompt = models.BooleanField(default=True)
    watermark = models.CharField(max_length=40, blank=True)
    open_notes = models.BooleanField(default=False)  # guests read each other's
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=("owner", "-created_at", "-id"), name="share_of_owner"),
            models.Index(fields=("team", "-created_at", "-id"), name="share_of_team"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="share_mode_known"),
            models.CheckConstraint(
                condition=models.Q(watermark="") | ~models.Q(download=Download.ORIGINAL), name="share_mark_holds"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reviews(self) -> bool:
        return self.mode == Mode.REVIEW

    @property
    def is_over(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and not self.is_over

    @property
    def told_by(self) -> str:
        """Whose link it is, as guests read it."""
        return self.team.name if self.team else self.owner.name


class ShareItem(models.Model):
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="items")
    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, related_name="share_items")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=("share", "image"), name="share_holds_once")]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.share_id}"


def new_secret() -> str:
    """192 random bits for an address."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
