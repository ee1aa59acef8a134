"""Erasing a person: the row stays, so that books, decisions and the trail keep their number; who it was goes.

Their pictures are handed over, or put out of sight for a worker to delete, by choice. Then, in one transaction: what is
theirs alone is deleted, their names are taken out of every line that the studio wrote, and the trail's seals over them
are blanked.
"""

import json
from datetime import UTC, datetime
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gallery import access, audit, trash
from gallery.audit import Act
from gallery.models import (
    Activity,
    ApiToken,
    AuditEntry,
    Case,
    Comment,
    Image,
    Invitation,
    Membership,
    Notice,
    Rating,
    Report,
    SavedSearch,
    User,
    Welcome,
)
from gallery.people import handing, shutting, standing
from gallery.sharing import revocation
from studio import dispatch, keys
from studio.models import Batch, Budget, Credential, EarlierPrompt, Hold, Kind, Preset, PromptHelp, Run, SavedPrompt
from studio.people import handing as everything
from studio.personal.naming import Names

MARKED = datetime(2000, 1, 1, tzinfo=UTC)  # when pictures of the erased were trashed: the rows say what is left to do
# Of a picture; its deletion is written down after.
WORDS = ("title", "alt", "branch", "prompt", "revised_prompt", "file_name")
TASK = "studio.erase_pictures"
AT_ONCE = 200
NAMED: tuple[tuple[Any, str, bool], ...] = (  # model, column, whether somebody typed it
    *((Activity, "told", False), (Notice, "told", False), (Notice, "text", False), (Notice, "name", False)),
    *((LogEntry, "object_repr", False), (LogEntry, "change_message", False)),
    *((Comment, "text", True), (SavedSearch, "name", True)),
)
ADDRESSED: tuple[Any, ...] = (Invitation, Welcome)  # with an e-mail address
OWNED: tuple[Any, ...] = (EarlierPrompt, SavedPrompt, Preset, SavedSearch)
USED: tuple[Any, ...] = (Credential, Rating, Membership, EmailAddress, Notice)


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
            handing.hand_teams(person, by if by.pk != person.pk else administrator_beside(person))
        if heir is None:
            mark_pictures(Image.objects.filter(owner=person))
        person.erased_at, person.heir = timezone.now(), heir
        person.save(update_fields=["erased_at", "heir"])
    with transaction.atomic():
        forget(person, words=heir is None)
        rename(person, names)
        blanked = blank(person, names)
        facts = {"pictures": "deleted" if heir is None else "handed over", "entries": blanked}
        audit.record(Act.PERSON_ERASED, by=None if by.pk == person.pk else by, obj=person, details=facts)
        transaction.on_commit(partial(dispatch.ask, TASK))
    keys.forget(person)


def administrator_beside(person: User) -> User:
    """Who takes the teams of an administrator that erases themselves. ``one_stays`` saw to it that there is one."""
    rows = User.objects.filter(access.acting(), is_superuser=True).exclude(pk=person.pk)
    return rows.earliest("pk")


def names_of(person: User) -> Names:
    mails = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return Names([person.username, person.display_name, person.get_full_name(), person.email, *mails])


def standing_down(person: User) -> None:
    """They act no more from here on, whatever becomes of the rest."""
    User.objects.filter(pk=person.pk).update(is_superuser=False, is_staff=False, is_moderator=False)
    shutting.shut(person, by=None)
    ApiToken.objects.filter(owner=person).delete()


def mark_pictures(whose: QuerySet[Image]) -> None:
    """Out of every list at once; a worker deletes them. Those that a moderator judged too: the decisions stay."""
    rows = whose.filter(purged_at=None)
    ids = list(rows.values_list("pk", flat=True))
    rows.update(trashed_at=MARKED, team=None, published_at=None, asked={}, **dict.fromkeys(WORDS, ""))
    transaction.on_commit(partial(revocation.changed, ids))


def settle_late() -> None:
    """Pictures that were on their way while their owner was erased: the call was paid for, so that it was let end."""
    everything.hand_late()
    for owner in User.objects.exclude(erased_at=None).filter(heir=None).values_list("pk", flat=True).order_by():
        late = Image.objects.filter(owner=owner, purged_at=None).exclude(trashed_at=MARKED)
        if late.exists():
            with transaction.atomic():
                mark_pictures(late)


def left() -> QuerySet[Image]:
    """Pictures of erased people that are still to be deleted."""
    return Image.objects.filter(trashed_at=MARKED, purged_at=None)


def delete_marked() -> int:
    """Until none is left; how many. Goes on from the rows, whatever ended it before."""
    settle_late()
    done = 0
    while deleted := trash.delete_all(left()[:AT_ONCE]):
        done += deleted
    return done


def forget(person: User, *, words: bool) -> None:
    """``words``: what they asked for goes too. The runs and their costs stay."""
    for model in OWNED:
        model._default_manager.filter(owner=person).delete()
    for model in USED:
        model._default_manager.filter(user=person).delete()
    PromptHelp.objects.filter(owner=person, kind="describe").update(asked="", answer="", detail="")
    PromptHelp.objects.filter(owner=person).exclude(kind="describe").update(asked="–", answer="", detail="")
    Budget.objects.filter(kind=Kind.PERSON, subject=str(person.pk)).delete()
    person.circles.clear()
    Case.objects.filter(person=person).update(words="")
    Hold.objects.filter(run__owner=person).update(words="")
    Report.objects.filter(reporter=person).update(words="", name="")
    if words:
        Case.objects.filter(person=person).update(prompt="", headline="", triggers=[])
        Hold.objects.filter(run__owner=person).update(triggers=[])
        Run.objects.filter(owner=person).update(prompt="", idempotency_key="")
        Batch.objects.filter(owner=person).update(title="–", source="", note="")


def rename(person: User, names: Names) -> None:
    called = f"erased-{person.pk}"
    for model in ADDRESSED:
        model._default_manager.filter(Q(email__in=names.all) | Q(used_by=person)).update(email="")
    for model, column, typed in NAMED:
        replace(model, column, names, called, typed=typed)
    person.username, person.display_name, person.first_name, person.last_name, person.email = called, "", "", "", ""
    person.is_superuser = person.is_staff = person.is_moderator = False
    person.suspended_why = ""
    person.set_unusable_password()
    person.save()


def replace(model: Any, column: str, names: Names, called: str, *, typed: bool) -> None:
    most = model._meta.get_field(column).max_length
    for row in model._default_manager.filter(holding(names, column)).iterator(chunk_size=500):
        text = names.replaced(getattr(row, column), called, typed=typed)
        model._default_manager.filter(pk=row.pk).update(**{column: text[:most] if most else text})


def holding(names: Names, *columns: str) -> Q:
    """Rows that may name them: those with the same letters."""
    found = Q(pk__in=[])
    for name in names.all:
        for column in columns:
            found |= Q(**{f"{column}__icontains": name})
    return found


def blank(person: User, names: Names) -> int:
    """How many entries of the trail name them no more. The chain holds: see chain.py."""
    whose = Q(actor_id=person.pk) | Q(actor_id=None, object_kind="user", object_id=str(person.pk))
    rows = AuditEntry.objects.filter(whose).exclude(who_salt="")
    done = set(rows.values_list("pk", flat=True))
    rows.update(actor_name="", address="", who_salt="")
    about = set(AuditEntry.objects.filter(object_kind="user", object_id=str(person.pk)).values_list("pk", flat=True))
    escaped = Names(json.dumps(name)[1:-1] for name in names.all)  # as it stands in the details
    same_letters = holding(names, "object_label") | holding(escaped, "details_text")
    for entry in AuditEntry.objects.filter(same_letters).iterator(chunk_size=500):
        if names.in_label(entry.object_label, entry.object_kind) or names.in_details(entry.details_text):
            about.add(entry.pk)
    rows = AuditEntry.objects.filter(pk__in=about).exclude(what_salt="")
    done |= set(rows.values_list("pk", flat=True))
    rows.update(object_label="", details_text="", what_salt="")
    return len(done)
