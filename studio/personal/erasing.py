"""Erasing a person: the row stays, so that books, decisions and the trail keep their number; who it was goes.

Their pictures are handed over or deleted first, by choice. Then, in one transaction: what is theirs alone is deleted,
their names are taken out of every line that the studio wrote, and the trail's seals over them are blanked.
"""

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gallery import audit, trash
from gallery.audit import Act
from gallery.models import (
    Activity,
    ApiToken,
    AuditEntry,
    Comment,
    Image,
    Invitation,
    Membership,
    Notice,
    Rating,
    SavedSearch,
    User,
    Welcome,
)
from gallery.people import handing, standing
from studio import handing as everything
from studio import keys
from studio.models import Batch, Credential, EarlierPrompt, Preset, PromptHelp, Run, SavedPrompt

LONG_AGO = timedelta(days=3650)
NAMED: tuple[tuple[Any, str], ...] = (  # where the studio itself writes whom something is about
    *((Activity, "told"), (Notice, "told"), (Notice, "text"), (Notice, "name"), (Comment, "text")),
    *((SavedSearch, "name"), (LogEntry, "object_repr"), (LogEntry, "change_message")),
)
ADDRESSED: tuple[Any, ...] = (Invitation, Welcome)  # with an e-mail address
OWNED: tuple[Any, ...] = (EarlierPrompt, SavedPrompt, Preset, SavedSearch)
USED: tuple[Any, ...] = (Credential, Rating, Membership, EmailAddress, Notice)
SHORTEST = 3  # characters of a name that is looked for in text: a shorter one is in every other word


def erase(person: User, *, by: User, heir: User | None = None) -> None:
    """What hangs in teams and all else that is theirs goes to ``heir``; without one it is deleted.

    Raises:
        PermissionDenied: ``by`` does not administer.
        LastAdministrator: nobody would be left to.
    """
    names = names_of(person)
    with standing.one_stays(person, by=by):
        standing_down(person)
        if heir is not None:
            everything.hand_over(person, heir=heir, by=by)
        else:
            handing.hand_teams(person, by)
    if heir is None:
        delete_pictures(person, by=by)
    with transaction.atomic():
        forget(person, words=heir is None)
        rename(person, names)
        blanked = blank(person, names)
        facts = {"pictures": "deleted" if heir is None else "handed over", "entries": blanked}
        audit.record(Act.PERSON_ERASED, by=None if by.pk == person.pk else by, obj=person, details=facts)
    keys.forget(person)


def names_of(person: User) -> list[str]:
    """Whatever they are called, the longest first."""
    mails = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    found = {person.username, person.display_name, person.get_full_name(), person.email, *mails}
    return sorted((name for name in found if name.strip()), key=len, reverse=True)


def standing_down(person: User) -> None:
    """They act no more from here on, whatever becomes of the rest."""
    User.objects.filter(pk=person.pk).update(is_active=False, is_superuser=False, is_staff=False, is_moderator=False)
    for session in UserSession.objects.filter(user=person):
        session.end()
    ApiToken.objects.filter(owner=person).delete()


def delete_pictures(person: User, *, by: User) -> None:
    """Those that a moderator judged too: their files go, the decisions stay."""
    for image in Image.objects.filter(owner=person, trashed_at=None, moderation="").iterator(chunk_size=200):
        trash.trash(image, by=person)
    Image.objects.filter(owner=person).update(trashed_at=timezone.now() - LONG_AGO, team=None, published_at=None)
    trash.delete_all(Image.objects.filter(owner=person, purged_at=None).iterator(chunk_size=200), by=by)


def forget(person: User, *, words: bool) -> None:
    """``words``: what they asked for goes too. The runs and their costs stay."""
    for model in OWNED:
        model._default_manager.filter(owner=person).delete()
    for model in USED:
        model._default_manager.filter(user=person).delete()
    PromptHelp.objects.filter(owner=person, kind="describe").update(asked="", answer="", detail="")
    PromptHelp.objects.filter(owner=person).exclude(kind="describe").update(asked="–", answer="", detail="")
    person.circles.clear()
    if words:
        Run.objects.filter(owner=person).update(prompt="", idempotency_key="")
        Batch.objects.filter(owner=person).update(title="–", source="", note="")


def rename(person: User, names: Iterable[str]) -> None:
    called = f"erased-{person.pk}"
    for model in ADDRESSED:
        model._default_manager.filter(Q(email__in=list(names)) | Q(used_by=person)).update(email="")
    patterns = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I) for name in names if len(name) >= SHORTEST]
    for model, column in NAMED:
        replace(model, column, patterns, names, called)
    person.username, person.display_name, person.first_name, person.last_name, person.email = called, "", "", "", ""
    person.is_active = person.is_superuser = person.is_staff = person.is_moderator = False
    person.suspended_why = ""
    person.set_unusable_password()
    person.save()


def replace(model: Any, column: str, patterns: list[Any], names: Iterable[str], called: str) -> None:
    holding = Q(pk__in=[])
    for name in names:
        holding |= Q(**{f"{column}__icontains": name})
    for row in model._default_manager.filter(holding).iterator(chunk_size=500):
        text = getattr(row, column)
        for pattern in patterns:
            text = pattern.sub(called, text)
        most = model._meta.get_field(column).max_length
        model._default_manager.filter(pk=row.pk).update(**{column: text[:most] if most else text})


def blank(person: User, names: Iterable[str]) -> int:
    """How many entries of the trail name them no more. The chain holds: see chain.py."""
    whose = Q(actor_id=person.pk) | Q(actor_id=None, object_kind="user", object_id=str(person.pk))
    rows = AuditEntry.objects.filter(whose).exclude(who_salt="")
    done = set(rows.values_list("pk", flat=True))
    rows.update(actor_name="", address="", who_salt="")
    about = Q(object_kind="user", object_id=str(person.pk))
    for name in names:
        if len(name) >= SHORTEST:
            written = json.dumps(name)[1:-1]  # as it stands in the details
            about |= Q(object_label__icontains=name) | Q(details_text__icontains=written)
    rows = AuditEntry.objects.filter(about).exclude(what_salt="")
    done |= set(rows.values_list("pk", flat=True))
    rows.update(object_label="", details_text="", what_salt="")
    return len(done)
