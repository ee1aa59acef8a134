"""Keys of the instance and of teams: set, tested, removed; never read."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from gallery.access import is_administrator
from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented, invalid
from gallery.models import Team
from studio.administration import keyring
from studio.api.administration import ADMINISTRATORS
from studio.api.orders import STRICT, ImageId
from studio.models import Credential
from studio.people.account_forms import KeyForm

router = Router()
OWNERS = "Only the team's owners keep its key."


class KeyOut(BaseModel):
    """The key itself is never told."""

    team: UUID | None = Field(description="null: the whole instance's.")
    ends: str = Field(description="Last characters of the one in use; empty while none is.")
    waiting_ends: str = Field(description="Of one that takes its place once the gateway accepts it.")
    being_tested: bool
    outcome: str = Field(description="Of the last test: works, refused, no-answer or empty.")
    said: str
    tested_at: datetime | None
    balance: float | None = Field(description="US dollars at tested_at; null: unknown, or without a limit.")
    low_at: float | None


class KeyList(BaseModel):
    items: list[KeyOut]


class KeyIn(BaseModel):
    model_config = STRICT

    key: str = Field(max_length=400)
    team: ImageId | None = Field(default=None, description="A team that you own; null: the whole instance's.")


class KeyOf(BaseModel):
    team: UUID | None = Field(default=None, description="A team that you own; left out: the whole instance's.")


@router.get("/keys", response={200: KeyList, **documented()}, operation_id="list_keys", summary="List keys")
def list_keys(request: ApiRequest) -> KeyList:
    """The instance's for administrators, and those of teams that you own. Not paged."""
    teams: list[Team | None] = [*([None] if is_administrator(request.auth) else []), *keyring.teams_of(request.auth)]
    rows = [row for team in teams if (row := keyring.row_of(team))]
    return KeyList(items=[key_of(row) for row in rows])


@router.put(
    "/keys",
    response={200: KeyOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="set_key",
    summary="Set a key",
)
def set_key(request: ApiRequest, body: KeyIn) -> KeyOut:
    """A worker tests it by the free balance call; until then the one in use goes on."""
    team, form = kept(request, body.team), KeyForm({"key": body.key})
    if not form.is_valid():
        raise invalid({"key": [str(error) for error in form.errors["key"]]})
    return key_of(keyring.put(form.cleaned_data["key"], team=team, by=request.auth))


@router.post(
    "/keys/test", response={200: KeyOut, **documented(403, 404, 422)}, operation_id="test_key", summary="Test a key"
)
def test_key(request: ApiRequest, query: Query[KeyOf]) -> KeyOut:
    """By a worker, free; look at the list for what it came to."""
    team = kept(request, query.team)
    keyring.ask(stored(team), by=request.auth)
    return key_of(stored(team))


@router.delete(
    "/keys", response={204: None, **documented(403, 404, 422)}, operation_id="remove_key", summary="Remove a key"
)
def remove_key(request: ApiRequest, query: Query[KeyOf]) -> Status[None]:
    keyring.remove(stored(kept(request, query.team)), by=request.auth)
    return Status(204, None)


class LowIn(BaseModel):
    model_config = STRICT

    team: ImageId | None = Field(default=None, description="A team that you own; null: the whole instance's.")
    low_at: float | None = Field(ge=0, le=99_999_999, allow_inf_nan=False, description="US dollars; null: never.")


@router.put(
    "/keys/low",
    response={200: KeyOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="watch_balance",
    summary="Watch a balance",
)
def watch_balance(request: ApiRequest, body: LowIn) -> KeyOut:
    """Below this its keepers are told, once a day."""
    team = kept(request, body.team)
    low = None if body.low_at is None else Decimal(str(body.low_at)).quantize(Decimal("0.01"))
    keyring.set_low(stored(team), low, by=request.auth)
    return key_of(stored(team))


@router.post(
    "/keys/take",
    response={200: KeyOut, **documented(403, 404, 409, 422)},
    operation_id="take_key",
    summary="Use untested",
)
def take_key(request: ApiRequest, query: Query[KeyOf]) -> KeyOut:
    """The one that waits, where the gateway gave no answer."""
    team = kept(request, query.team)
    if not keyring.take_anyway(stored(team), by=request.auth):
        raise Problem(409, "No key waits for its test.")
    return key_of(stored(team))


def kept(request: ApiRequest, team: UUID | None) -> Team | None:
    if team is None:
        if not is_administrator(request.auth):
            raise PermissionDenied(ADMINISTRATORS)
        return None
    found = next((one for one in keyring.teams_of(request.auth) if one.pk == team), None)
    if found is None and Team.objects.visible_to(request.auth).filter(pk=team).exists():
        raise PermissionDenied(OWNERS)
    if found is None:
        raise Problem(404)
    return found


def stored(team: Team | None) -> Credential:
    row = keyring.row_of(team)
    if row is None:
        raise Problem(404)
    return row


def key_of(row: Credential) -> KeyOut:
    return KeyOut(
        team=row.team_id,
        ends=row.last_four,
        waiting_ends=row.waiting_four,
        being_tested=row.asked_at is not None,
        outcome=row.outcome,
        said=row.said,
        tested_at=row.tested_at,
        balance=None if row.balance is None else float(row.balance),
        low_at=None if row.low_at is None else float(row.low_at),
    )
