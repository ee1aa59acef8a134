"""What one person should know of: in the app with a count, and by mail where they did not look."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from gallery.models import Image, Notice, User
from gallery.models.notice import Verb
from gallery.models.people import Digest

log = structlog.get_logger(__name__)

QUIET = timedelta(minutes=10)  # the time to see it in the app before it is mailed
EVERY = {Digest.HOURLY: timedelta(hours=1), Digest.DAILY: timedelta(days=1)}
MOST = 50  # lines of one mail
PEOPLE = 200  # of one round


def tell(people: Iterable[User], verb: Verb, *, by: User | None = None, told: str = "", **about: Any) -> int:
    """``about``: image, share, team, name. Nobody is told of what they did themselves."""
    ids = {one.pk for one in people if one.is_active and (by is None or one.pk != by.pk)}
    with transaction.atomic():
        rows = [Notice(user_id=id, verb=verb, by=by, told=told[:200], **about) for id in ids]
        Notice.objects.bulk_create(rows)
        User.objects.filter(pk__in=ids).update(unseen=F("unseen") + 1)
    return len(ids)


def say(
    people: Iterable[User],
    kind: str,
    text: str,
    facts: Mapping[str, Any] | None = None,
    *,
    url: str = "",
    key: str = "",
    by: User | None = None,
) -> int:
    """A sentence of its own: ``text`` is a marked English message (``gettext_noop``), put in the language of who reads
    it. A fact is a text, or a message with facts as ``[message, {…}]``. With a ``key`` each is told once, ever.
    """
    with transaction.atomic():
        # In one order, and held: of two who tell the same at once the second finds what the first told.
        locked = User.objects.select_for_update().filter(pk__in=[one.pk for one in people], is_active=True)
        ids = set(locked.order_by("pk").values_list("pk", flat=True))
        if key:
            ids -= set(Notice.objects.filter(key=key, user__in=ids).values_list("user_id", flat=True))
        row = {"verb": kind, "text": text, "facts": dict(facts or {}), "url": url, "key": key, "by": by}
        Notice.objects.bulk_create([Notice(user_id=id, **row) for id in ids])
        User.objects.filter(pk__in=ids).update(unseen=F("unseen") + 1)
    return len(ids)


def settle(key: str) -> None:
    """What this key told needs nobody's eye any more: it counts as seen by all."""
    with transaction.atomic():
        waiting = Notice.objects.filter(key=key, seen_at=None)
        told = User.objects.filter(pk__in=waiting.values("user"))
        list(told.select_for_update().order_by("pk"))
        ids = list(waiting.values_list("user_id", flat=True))
        waiting.update(seen_at=timezone.now())
        User.objects.filter(pk__in=ids).update(unseen=Greatest(F("unseen") - 1, 0))


def of(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user).select_related("by", "image", "share", "team", "case")


def without_unseen(rows: Iterable[Notice], user: User) -> list[Notice]:
    """Pictures that this person may see no more are not named: withdrawn, trashed or removed since. One query."""
    found = list(rows)
    named = {row.image_id for row in found if row.image_id}
    seen = set(Image.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    for row in found:
        if row.image_id not in seen:
            row.image = None
    return found


def see_all(user: User) -> int:
    """All that there is now counts as seen; how many were new."""
    with transaction.atomic():
        list(User.objects.select_for_update().filter(pk=user.pk))
        seen = Notice.objects.filter(user=user, seen_at=None).update(seen_at=timezone.now())
        User.objects.filter(pk=user.pk).update(unseen=0)
    user.unseen = 0
    return seen


def mail_digests() -> int:
    """One mail for everybody who has unread notices and wants them; how many went out."""
    now = timezone.now()
    waiting = Notice.objects.filter(seen_at=None, mailed_at=None, created_at__lt=now - QUIET)
    due = Q()
    for digest, pause in EVERY.items():
        due |= Q(digest=digest) & (Q(digest_at=None) | Q(digest_at__lte=now - pause))
    people = User.objects.filter(due, is_active=True, pk__in=waiting.values("user")).exclude(email="")
    return sum(mail_digest(person, now) for person in people[:PEOPLE])


def mail_digest(person: User, now: datetime) -> bool:
    """Claimed by one conditional UPDATE, so that two rounds at once send one mail. What fails is tried again."""
    claimed = User.objects.filter(pk=person.pk, digest_at=person.digest_at).update(digest_at=now)
    rows = list(of(person).filter(seen_at=None, mailed_at=None)[:MOST]) if claimed else []
    if not rows:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext("%(n)d notice from Pinacoteca", "%(n)d notices from Pinacoteca", len(rows))
        text = render_to_string("notices/digest.txt", {"person": person, "notices": rows, "base": settings.PUBLIC_URL})
    try:
        send_mail(subject % {"n": len(rows)}, text, None, [person.email])
    except OSError as error:
        log.warning("digest_not_sent", error=str(error))
        User.objects.filter(pk=person.pk, digest_at=now).update(digest_at=person.digest_at)
        return False
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now)
    return True
