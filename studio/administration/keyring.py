"""Keys of the instance and of teams: replaced without downtime, tested by a worker, watched for a low balance.

    put ──▶ waiting ── the worker's test ──┬─ accepted ──▶ in use, the earlier one is gone
               │                           ├─ refused ───▶ dropped, the earlier one goes on
               └── take_anyway ◀───────────┴─ no answer ─▶ waits on

A key goes from the form into its encrypted row and from there to the gateway: in no message, log or page.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from gallery import audit
from gallery.access import Role, acting, is_administrator
from gallery.audit import Act
from gallery.models import Team, User
from gallery.models.notice import Verb
from gallery.people import notices
from studio import credentials, dispatch, keys
from studio.credentials import OUTCOMES, SHOWN, Tested
from studio.models import Credential, KeyKind, Outcome

LOW = gettext_noop("{whose}: {left} is left at the gateway, less than {low}.")
RENEWED = timedelta(hours=1)  # a balance is asked for again
PATIENCE = timedelta(seconds=20)  # after which a test that nobody made is asked for again
SAID_MAX = 300


def row_of(team: Team | None) -> Credential | None:
    return Credential.objects.filter(**whose(team)).select_related("team", "by").first()


def whose(team: Team | None) -> dict[str, Any]:
    return {"kind": KeyKind.INSTANCE} if team is None else {"kind": KeyKind.TEAM, "team": team}


def put(key: str, *, team: Team | None, by: Any) -> Credential:
    """It waits for its test; the one in use goes on. ``team`` None: the instance's."""
    with transaction.atomic():
        row, new = Credential.objects.get_or_create(**whose(team), defaults={"by": by})
        values = {"waiting": key, "waiting_four": key[-SHOWN:], "by": by, "asked_at": timezone.now()}
        Credential.objects.filter(pk=row.pk).update(**values, outcome=Outcome.UNTESTED, said="")
        row.refresh_from_db()
        act = Act.KEY_SET if new or not row.key else Act.KEY_ROTATED
        audit.record(act, by=by, obj=row, details={"of": name_of(row), "ends": key[-SHOWN:]})
        transaction.on_commit(lambda: dispatch.ask("studio.test_key", row.pk))
    return row


def ask(row: Credential, *, by: Any) -> None:
    """A test of what is there, by a worker: free."""
    with transaction.atomic():
        Credential.objects.filter(pk=row.pk).update(asked_at=timezone.now())
        audit.record(Act.KEY_TESTED, by=by, obj=row, details={"of": name_of(row)})
        transaction.on_commit(lambda: dispatch.ask("studio.test_key", row.pk))


def test(pk: int) -> None:
    """In a worker. A key that was replaced meanwhile is left to its own test."""
    row = Credential.objects.filter(pk=pk).first()
    value = (row.waiting or row.key) if row else ""
    if row is None or not value:
        Credential.objects.filter(pk=pk).update(asked_at=None)
        return
    settle(row, credentials.try_out(value))


def settle(row: Credential, tested: Tested) -> None:
    values: dict[str, Any] = {"asked_at": None, "outcome": OUTCOMES[tested.accepted], "said": tested.said[:SAID_MAX]}
    if tested.accepted:
        values |= {"tested_at": timezone.now(), "balance": tested.remaining}
    if row.waiting and tested.accepted:
        values |= promoted(row)
    elif row.waiting and tested.accepted is False:
        values |= {"waiting": "", "waiting_four": ""}
    same = Q(waiting_four=row.waiting_four, last_four=row.last_four, asked_at=row.asked_at)
    with transaction.atomic():
        settled = Credential.objects.filter(same, pk=row.pk).update(**values)
        if settled and row.waiting and tested.accepted is False:
            details = {"of": name_of(row), "ends": row.waiting_four, "said": tested.said[:SAID_MAX]}
            audit.record(Act.KEY_REFUSED, obj=row, details=details)
    if settled:
        keys.held.forget()
        row.refresh_from_db()
        tell_low(row)


def promoted(row: Credential) -> dict[str, Any]:
    return {"key": row.waiting, "last_four": row.waiting_four, "waiting": "", "waiting_four": ""}


def take_anyway(row: Credential, *, by: Any) -> bool:
    """The gateway gave no answer, and an administrator knows better. False where none waits."""
    with transaction.atomic():
        waits = Credential.objects.filter(pk=row.pk, waiting_four=row.waiting_four)
        taken = bool(row.waiting and waits.update(**promoted(row)))
        if taken:
            audit.record(Act.KEY_ROTATED, by=by, obj=row, details={"of": name_of(row), "untested": True})
    keys.held.forget()
    return taken


def remove(row: Credential, *, by: Any) -> None:
    with transaction.atomic():
        audit.record(Act.KEY_REMOVED, by=by, obj=row, details={"of": name_of(row), "ends": row.last_four})
        Credential.objects.filter(pk=row.pk).delete()
    keys.held.forget()


def set_low(row: Credential, amount: Decimal | None, *, by: Any) -> None:
    with transaction.atomic():
        was, low = (None if one is None else f"{one:.2f}" for one in (row.low_at, amount))
        Credential.objects.filter(pk=row.pk).update(low_at=amount)
        details = {"of": name_of(row), "low_at": {"from": was, "to": low}}
        audit.record(Act.SETTINGS_CHANGED, by=by, obj=row, details=details)


def tend() -> int:
    """Balances that are an hour old, and tests whose message was lost."""
    now = timezone.now()
    lost = Q(asked_at__lt=now - PATIENCE)
    old = Q(asked_at=None, tested_at__lt=now - RENEWED) & ~Q(kind=KeyKind.PERSONAL)
    due = list(Credential.objects.filter(lost | old).order_by("tested_at").values_list("pk", flat=True)[:5])
    for pk in due:
        test(pk)
    return len(due)


def tell_low(row: Credential) -> None:
    """Once a key and day."""
    if not row.is_low:
        return
    facts = {"whose": name_of(row), "left": f"${row.balance:.2f}", "low": f"${row.low_at:.2f}"}
    key = f"low-key:{row.pk}:{timezone.localdate()}"
    notices.say(keepers(row), Verb.LOW, LOW, facts, url=reverse("keys"), key=key)


def keepers(row: Credential) -> QuerySet[User]:
    if row.team_id is None:
        return User.objects.filter(acting(), is_superuser=True)
    return User.objects.filter(memberships__team=row.team_id, memberships__role=Role.OWNER)


def name_of(row: Credential) -> str:
    return {KeyKind.INSTANCE: "The studio’s key", KeyKind.TEAM: f"The key of {row.team}"}.get(
        KeyKind(row.kind), "A personal key"
    )


def teams_of(user: Any) -> list[Team]:
    """Whose keys this person keeps."""
    rows = (
        Team.objects.all()
        if is_administrator(user)
        else Team.objects.filter(memberships__user=user, memberships__role=Role.OWNER)
    )
    return list(rows.order_by("name").select_related("credential__by"))
