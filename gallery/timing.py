"""Days as moments."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def midnight(at: date, *, days: int = 0) -> datetime:
    """The day's beginning in the instance's time zone, or that of a day so many days later."""
    return timezone.make_aware(datetime.combine(at + timedelta(days=days), time.min))
