"""Days as moments, and as words."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

SMALL_MONTHS = ("pt", "es", "fr", "it")  # languages that write them so; Django begins each with a capital


def midnight(at: date, *, days: int = 0) -> datetime:
    """The day's beginning in the instance's time zone, or that of a day so many days later."""
    return timezone.make_aware(datetime.combine(at + timedelta(days=days), time.min))


def dated(at: date, form: str) -> str:
    """By Django's letters, such as "j M" and "F Y", a moment in the instance's time zone."""
    local = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    words = date_format(local, form)
    return words.lower() if (get_language() or "")[:2] in SMALL_MONTHS else words
