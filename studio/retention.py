"""How long things are kept: what would go under given days, counted before they are saved, and taking it away.

The trash and removed pictures have rounds of their own (gallery.trash, gallery.cases.purging). The audit trail is never
trimmed: only a person's erasure blanks what names them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import audit, trash
from gallery.audit import Act
from gallery.cases import purging
from gallery.models import Image, Notice
from studio.administration import terms
from studio.models import EarlierPrompt, InstanceSettings

NAMES = ("trash_days", "removed_days", "prompt_days", "notice_days", "session_days")
A_ROUND = 2000  # rows of a kind that one round takes away


@dataclass(frozen=True, slots=True)
class Going:
    """``bytes`` of originals; None where it is rows alone."""

    label: str
    number: int
    bytes: int | None = None


def preview(settings: InstanceSettings) -> list[Going]:
    """What the next rounds would take away under these days, with what is due already."""
    return [
        files(_("Pictures in the trash"), in_trash(settings)),
        files(_("Removed pictures in quarantine"), removed(settings)),
        Going(_("Prompts in people’s histories"), prompts(settings).count()),
        Going(_("Notices"), notices(settings).count()),
        Going(_("Sessions: people sign in again"), sessions(settings).count()),
    ]


def files(label: str, rows: QuerySet[Image]) -> Going:
    found = rows.order_by().aggregate(number=Count("pk"), bytes=Sum("bytes"))
    return Going(label, found["number"], found["bytes"] or 0)


def before(days: int | None) -> datetime | None:
    return None if days is None else timezone.now() - timedelta(days=days)


def older(rows: Any, column: str, days: int | None) -> Any:
    """Nothing where they are kept for ever."""
    limit = before(days)
    return rows.none() if limit is None else rows.filter(Q(**{f"{column}__lt": limit}))


def in_trash(settings: InstanceSettings) -> QuerySet[Image]:
    return Image.objects.filter(trash.expired(settings.trash_days))


def removed(settings: InstanceSettings) -> QuerySet[Image]:
    return purging.going(timezone.now() - timedelta(days=settings.removed_days))


def prompts(settings: InstanceSettings) -> QuerySet[EarlierPrompt]:
    return older(EarlierPrompt.objects.all(), "created_at", settings.prompt_days)


def notices(settings: InstanceSettings) -> QuerySet[Notice]:
    """Those that were seen."""
    return older(Notice.objects.filter(seen_at__isnull=False), "created_at", settings.notice_days)


def sessions(settings: InstanceSettings) -> QuerySet[UserSession]:
    return older(UserSession.objects.all(), "created_at", settings.session_days)


def save(settings: InstanceSettings, *, by: Any) -> bool:
    """False where nothing changed."""
    return terms.save(settings, NAMES, act=Act.RETENTION_CHANGED, by=by)


def apply() -> dict[str, int]:
    """One round over what has none of its own; written down where it took anything away."""
    settings = InstanceSettings.current()
    taken = {
        "prompts": delete(prompts(settings)),
        "notices": delete(notices(settings)),
        "sessions": end(sessions(settings)),
    }
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    taken = {name: number for name, number in taken.items() if number}
    if taken:
        audit.record(Act.RETENTION_APPLIED, details=taken)
    return taken


def delete(rows: QuerySet[Any]) -> int:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:A_ROUND])
    rows.model._default_manager.filter(pk__in=ids).delete()
    return len(ids)


def end(rows: QuerySet[UserSession]) -> int:
    found = list(rows.order_by("pk")[:A_ROUND])
    for session in found:
        session.end()
    return len(found)
