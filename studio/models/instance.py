"""What an administrator sets for the whole instance: one row, made on first use."""

from datetime import timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy

from gallery.cases.terms import Terms
from gallery.remembered import Remembered, row

ONLY = 1


class Screening(models.TextChoices):
    """The gateway's own judgement of prompts, and what becomes of them where it gives none."""

    OFF = "off", gettext_lazy("Not asked")
    THROUGH = "through", gettext_lazy("Asked; let through where it does not answer")
    HOLD = "hold", gettext_lazy("Asked; held where it does not answer")


class InstanceSettings(models.Model):
    """Money in US dollars. None means no limit, or never ask.

    ``price_ceiling`` is what a call of unknown price counts as in a budget; above ``ask_above`` a run is confirmed
    once before it starts. ``parallel_per_person`` and ``parallel_per_vendor`` are generations sent and not yet ended.
    """

    remembered = True

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    price_ceiling = models.DecimalField(
        max_digits=8, decimal_places=4, default=Decimal("0.25"), validators=[MinValueValidator(Decimal(0))]
    )
    ask_above = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        default=Decimal("5.00"),
        validators=[MinValueValidator(Decimal(0))],
    )
    chat_model = models.CharField(
        max_length=100, default="gpt-4o-mini", help_text="Improves prompts and describes pictures; has to see pictures."
    )
    chat_price_in = models.DecimalField(
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="US dollars for a million tokens that are read; empty where it is not known.",
    )
    chat_price_out = models.DecimalField(
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="US dollars for a million tokens that are written.",
    )
    chat_ceiling = models.DecimalField(
        max_digits=8,
        decimal_places=4,
        default=Decimal("0.01"),
        validators=[MinValueValidator(Decimal(0))],
        help_text="US dollars that a question counts as while these prices are not known.",
    )
    parallel_per_person = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    parallel_per_vendor = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    trash_days = models.PositiveSmallIntegerField(
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="Days that pictures lie in the trash before they go for good.",
    )
    held_goal = models.PositiveSmallIntegerField(
        default=120,
        validators=[MinValueValidator(1), MaxValueValidator(30_000)],
        help_text="Minutes that something held should wait for a moderator at most.",
    )
    removed_days = models.PositiveSmallIntegerField(
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="Days that removed pictures are kept out of reach before they are destroyed.",
    )
    prompt_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="Days that prompts stay in people's histories after they were run last; empty for ever.",
    )
    notice_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="Days that seen notices stay; empty for ever.",
    )
    session_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="Days until everybody signs in again; empty as the cookie says.",
    )
    hide_after_reports = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="So many reports hide a picture before anybody decided; empty for never.",
    )

    block_distance = models.PositiveSmallIntegerField(
        default=8,
        validators=[MaxValueValidator(11)],
        help_text="Bits of 64 that a picture may differ in from a listed one and still count as the same.",
    )
    screening = models.CharField(
        max_length=7,
        choices=Screening.choices,
        default=Screening.OFF,
        help_text="Whether the gateway judges prompts before they are sent, and what happens where it cannot.",
    )
    screening_model = models.CharField(max_length=100, default="omni-moderation-latest")
    screening_thresholds = models.JSONField(
        default=dict,
        blank=True,
        help_text='Score from 0 to 1 from which a category holds, such as {"violence": 0.7}; "" is for all others.',
    )

    class Meta:
        verbose_name_plural = "instance settings"
        constraints = [models.CheckConstraint(condition=models.Q(id=ONLY), name="instance_settings_once")]

    def __str__(self) -> str:
        return "Settings of this instance"

    @classmethod
    def current(cls) -> "InstanceSettings":
        """The row, or its defaults where nobody has changed any yet. Reads, never writes."""
        return row(cls, known()) or cls()


known = Remembered(
    lambda: InstanceSettings.objects.filter(pk=ONLY).values_list().first(), InstanceSettings._meta.db_table
)


def trash_days() -> int:
    return InstanceSettings.current().trash_days


def case_terms() -> Terms:
    now = InstanceSettings.current()
    return Terms(
        goal=timedelta(minutes=now.held_goal), kept=timedelta(days=now.removed_days), hide_after=now.hide_after_reports
    )


def block_distance() -> int:
    return InstanceSettings.current().block_distance
