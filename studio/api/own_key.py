"""One's own gateway key: set, tested by the free balance call, removed; never read."""

from datetime import datetime
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented, invalid, invalid_form
from studio import credentials
from studio.api.orders import STRICT
from studio.models import Credential
from studio.people.account_forms import KeyForm

router = Router()


class OwnKeyIn(BaseModel):
    model_config = STRICT

    key: Annotated[str, Field(max_length=400)]


class OwnKeyOut(BaseModel):
    """The key itself is never told."""

    ends: str = Field(description="Its last characters.")
    outcome: str = Field(description="Of the last test: works, refused, no-answer or empty.")
    tested_at: datetime | None
    balance: float | None = Field(description="US dollars at tested_at; null: unknown, or without a limit.")


@router.get(
    "/account/key", response={200: OwnKeyOut, **documented(404)}, operation_id="get_own_key", summary="My gateway key"
)
def get_own_key(request: ApiRequest) -> OwnKeyOut:
    return told(stored(request))


@router.put(
    "/account/key",
    response={200: OwnKeyOut, **documented(400, 413, 415, 422)},
    operation_id="set_own_key",
    summary="Set my gateway key",
)
def set_own_key(request: ApiRequest, body: OwnKeyIn) -> OwnKeyOut:
    """In the place of an earlier one, once the gateway's free balance call accepts it or gives no answer."""
    form = KeyForm({"key": body.key})
    if not form.is_valid():
        raise invalid_form(form)
    try:
        credentials.take(user=request.auth, key=form.cleaned_data["key"])
    except credentials.NotAccepted as refusal:
        raise invalid({"key": [str(refusal)]}) from None
    return told(stored(request))


@router.post(
    "/account/key/test",
    response={200: OwnKeyOut, **documented(404)},
    operation_id="test_own_key",
    summary="Test my gateway key",
)
def test_own_key(request: ApiRequest) -> OwnKeyOut:
    """By the free balance call, at once. Without an answer the last result stays, and `outcome` says so."""
    tested = credentials.test_again(stored(request))
    now = stored(request)
    now.outcome = credentials.OUTCOMES[tested.accepted]
    return told(now)


@router.delete(
    "/account/key",
    response={204: None, **documented(404)},
    operation_id="remove_own_key",
    summary="Remove my gateway key",
)
def remove_own_key(request: ApiRequest) -> Status[None]:
    stored(request)
    credentials.remove(user=request.auth)
    return Status(204, None)


def stored(request: ApiRequest) -> Credential:
    return get_object_or_404(Credential, user=request.auth)


def told(row: Credential) -> OwnKeyOut:
    balance = None if row.balance is None else float(row.balance)
    return OwnKeyOut(ends=row.last_four, outcome=row.outcome, tested_at=row.tested_at, balance=balance)
