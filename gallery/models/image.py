"""A kept picture, with everything that is known of where it came from."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.ids import uuid7
from gallery.models import words
from gallery.statements import insert

FORMATS = ("png", "jpeg", "webp", "avif", "gif")


class Moderation(models.TextChoices):
    CLEAR = "", gettext_lazy("Clear")
    HIDDEN = "hidden", gettext_lazy("Hidden")
    REMOVED = "removed", gettext_lazy("Removed")


class Kind(models.TextChoices):
    GENERATED = "generated", gettext_lazy("Generated")
    UPLOAD = "upload", gettext_lazy("Upload")
    REFERENCE = "reference", gettext_lazy("Reference")  # uploaded for the composer alone: not in the gallery's lists
    MASK = "mask", gettext_lazy("Mask")  # what of a picture is to be repainted: in no list, its owner's alone


BARE = (Kind.REFERENCE, Kind.MASK)


class Relation(models.TextChoices):
    """How a picture came from its parent."""

    REMIX = "remix", gettext_lazy("Remix")
    EDIT = "edit", gettext_lazy("Edit")
    VARIATION = "variation", gettext_lazy("Variation")
    ERASE = "erase", gettext_lazy("Erase")
    REPAINT = "repaint", gettext_lazy("Repaint")
    REFRAME = "reframe", gettext_lazy("Reframe")
    EXTEND = "extend", gettext_lazy("Extend")
    CROP = "crop", gettext_lazy("Crop")


def with_run(image: Any) -> Any:
    image.run = str(image.asked.get("run") or "")[:36]
    return image


class ImageQuerySet(models.QuerySet["Image"]):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> Any:
        """With what they are found by, in the same transaction."""
        with transaction.atomic(savepoint=False):
            rows = [with_run(row) for row in objs]
            if args or options:
                rows = super().bulk_create(rows, *args, **options)
            else:
                insert(rows)
            words.index([row for row in rows if row.kind not in BARE], fresh=True)
        return rows

    def visible_to(self, user: Any) -> "ImageQuerySet":
        return self.filter(access.visible_images(user)).distinct()

    def pictures_visible_to(self, user: Any) -> "ImageQuerySet":
        """Without masks: what may lie in a tray, be picked or be a parent."""
        return self.visible_to(user).exclude(kind=Kind.MASK)

    def masks_of(self, user: Any) -> "ImageQuerySet":
        return self.filter(access.own_images(user), kind=Kind.MASK, trashed_at=None)

    def changeable_by(self, user: Any) -> "ImageQuerySet":
        return self.filter(access.own_images(user))

    def withdrawable_by(self, user: Any) -> "ImageQuerySet":
        return self.filter(access.withdrawable_images(user)).distinct()

    def shareable_by(self, user: Any) -> "ImageQuerySet":
        """What this person may open to people without an account."""
        return self.filter(access.shareable_images(user)).exclude(kind__in=BARE).distinct()

    def mine(self, user: Any) -> "ImageQuerySet":
        """The owner's gallery, read through one index: no trash, nothing hidden, no bare references, no masks."""
        return self.filter(owner=user, trashed_at=None, moderation="").exclude(kind__in=BARE)

    def of_team(self, team: Any) -> "ImageQuerySet":
        """A team's gallery; the caller has checked the membership."""
        return self.filter(team=team, trashed_at=None, moderation="")

    def in_trash_of(self, user: Any) -> "ImageQuerySet":
        return self.restorable_by(user).exclude(kind=Kind.MASK)

    def restorable_by(self, user: Any) -> "ImageQuerySet":
        return self.filter(owner=user, moderation="", trashed_at__isnull=False, purged_at=None)


class Image(models.Model):
    """One original and its provenance in plain columns, so that a gallery page joins nothing.

    ``width`` and ``height`` in pixels as delivered (EXIF orientation applied for uploads), ``bytes`` of the original,
    ``cost`` in US dollars or None when unknown, ``seconds`` from sending to the stored original. ``asked`` is
    {"aspect": "3:4", "options": {…}, "references": ["<image id>", …], "run": "<id>", "told": [["<name>", "<label>",
    "<value in words>"], …], "reported": {"<name>": …} by the vendor, "quote": "0.0400" for one, "masked": 6.2
    in percent}, of a mask {"share": 6.2}. ``renditions``: 0 none yet (the original is shown), 1 WebP, 2 WebP and AVIF,
    9 cannot be made. ``quarantine`` is "" or the secret folder that the files were moved to, ``moving`` until all of
    them are there. ``purged_at``: deleted for good, its row kept since a run names it as its reference. A mask is an
    8-bit grey PNG as large as its picture, 255 where that is repainted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="images")
    team = models.ForeignKey("gallery.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="images")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.GENERATED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    title = models.CharField(max_length=200, blank=True)
    alt = models.CharField(max_length=500, blank=True)
    branch = models.CharField(max_length=80, blank=True)  # what the line from here on is called
    notes = models.TextField(max_length=4000, blank=True)
    prompt = models.TextField(blank=True)
    revised_prompt = models.TextField(blank=True)
    model = models.CharField(max_length=100, blank=True)
    model_label = models.CharField(max_length=80, blank=True)
    vendor = models.CharField(max_length=40, blank=True)
    asked = models.JSONField(default=dict, blank=True)
    run = models.CharField(max_length=36, blank=True, editable=False)  # as asked names it
    seed = models.BigIntegerField(null=True, blank=True)
    cost = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    request_id = models.CharField(max_length=200, blank=True)
    sandbox = models.BooleanField(default=False)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")
    relation = models.CharField(max_length=12, choices=Relation.choices, blank=True)  # to the parent

    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=4)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255, blank=True)  # what an upload was called
    color = models.CharField(max_length=7, blank=True)  # dominant, "#rrggbb"
    renditions = models.PositiveSmallIntegerField(default=0)
    quarantine = models.CharField(max_length=43, blank=True)
    moving = models.BooleanField(default=False, editable=False)

    published_at = models.DateTimeField(null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True, editable=False)
    moderation = models.CharField(max_length=8, choices=Moderation.choices, default=Moderation.CLEAR, blank=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=("owner", "-created_at", "-id"), name="image_of_owner"),
            models.Index(fields=("team", "-created_at", "-id"), name="image_of_team"),
            models.Index(fields=("owner", "model", "-created_at", "-id"), name="image_of_owner_by_model"),
            models.Index(fields=("team", "model", "-created_at", "-id"), name="image_of_team_by_model"),
            models.Index(
                fields=("owner", "-created_at", "-id"), name="image_shared", condition=models.Q(team__isnull=False)
            ),
            models.Index(
                fields=("owner", "-trashed_at"), name="image_in_trash", condition=models.Q(trashed_at__isnull=False)
            ),
            models.Index(fields=("moderation", "-created_at"), name="image_judged", condition=~models.Q(moderation="")),
            models.Index(fields=("owner", "sha256"), name="image_same_bytes"),
            models.Index(fields=("run",), name="image_of_run"),
            models.Index(fields=("-id",), name="image_moving", condition=models.Q(moving=True)),
            models.Index(fields=("-created_at",), name="image_unrendered", condition=models.Q(renditions__lt=2)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="image_has_size"),
            models.CheckConstraint(condition=models.Q(format__in=FORMATS), name="image_format_known"),
            models.CheckConstraint(condition=models.Q(moderation__in=Moderation.values), name="image_moderation_known"),
            models.CheckConstraint(
                condition=models.Q(team__isnull=True) | models.Q(published_at__isnull=False),
                name="image_published_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.MASK) | models.Q(team__isnull=True), name="image_mask_private"
            ),
            models.CheckConstraint(
                condition=models.Q(relation__in=("", *Relation.values)), name="image_relation_known"
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """With what it is found by, in the same transaction."""
        if self._state.adding:
            with_run(self)
        named = None if update_fields is None else set(update_fields)
        if self.kind in BARE or (named is not None and not named & words.INDEXED):
            super().save(*args, update_fields=named, **options)
            return
        fresh = self._state.adding
        with transaction.atomic():
            super().save(*args, update_fields=named, **options)
            words.index([self], fresh=fresh)

    @property
    def short_title(self) -> str:
        return self.title or self.prompt[:120] or self.file_name or _("Untitled")

    @property
    def alt_text(self) -> str:
        return self.alt or self.short_title
