"""Asking for more of a budget, and answering."""

from datetime import datetime
from decimal import ROUND_UP, Decimal
from typing import Annotated, Literal, cast
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from studio.api.money import Book, KindName, limit_of
from studio.api.orders import STRICT
from studio.models import BudgetRequest, Kind
from studio.money import asking, budgets
from studio.money.ledger import STEP
from studio.money.scopes import Scope

router = Router()

StateName = Literal["open", "granted", "declined"]
WishId = Annotated[UUID, Path(description="A request's id.")]


class WishIn(BaseModel):
    model_config = STRICT | {"json_schema_extra": {"examples": [{"kind": "instance", "book": "true", "asked": 4.5}]}}

    kind: KindName
    id: str = Field(default="", max_length=36, description="Of the team, project or person; yours as /budgets has it.")
    book: Book
    asked: float = Field(gt=0, le=float(asking.MOST), allow_inf_nan=False, description="US dollars that are wanted.")


class WishOut(BaseModel):
    id: UUID
    by: str = Field(description="The user name of who asks.")
    kind: KindName
    subject: str = Field(description="Id of the team, project or person; empty for the whole instance.")
    book: Book
    asked: float
    state: StateName
    granted: float | None = Field(description="The monthly limit that it was raised to.")
    suggested: float = Field(description="The limit that granting sets unless another is given.")
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None


class WishList(BaseModel):
    items: list[WishOut]


class GrantIn(BaseModel):
    model_config = STRICT

    limit: float | None = Field(
        default=None, gt=0, le=99_999_999, allow_inf_nan=False, description="US dollars a month; never below what is."
    )


@router.get(
    "/budget-requests",
    response={200: WishList, **documented()},
    operation_id="list_budget_requests",
    summary="List requests for more",
)
def list_budget_requests(request: ApiRequest) -> WishList:
    """Of this month: yours, and those that wait for your answer. The oldest first."""
    found = {wish.pk: wish for wish in [*asking.of_person(request.auth), *asking.open_to(request.auth)]}
    return WishList(items=[shape(wish) for _pk, wish in sorted(found.items())])


@router.post(
    "/budget-requests",
    response={201: WishOut, **documented(400, 403, 409, 413, 415, 422)},
    operation_id="ask_for_budget",
    summary="Ask for more of a budget",
)
def ask_for_budget(request: ApiRequest, body: WishIn) -> Status[WishOut]:
    """Whoever may raise it is told. Asked once while it is open; 409 where there is no such budget, or it is yours."""
    scope, asked = Scope(Kind(body.kind), body.id), Decimal(str(body.asked)).quantize(STEP, rounding=ROUND_UP)
    wish = asking.ask_for_more(scope, asked, by=request.auth, sandbox=body.book == "demo")
    return Status(201, shape(wish))


@router.post(
    "/budget-requests/{id}/grant",
    response={200: WishOut, **documented(400, 404, 409, 413, 415, 422)},
    operation_id="grant_budget",
    summary="Grant it",
)
def grant_budget(request: ApiRequest, id: WishId, body: GrantIn) -> WishOut:
    """Raises the budget, and tells who asked. For whoever may set it."""
    wish = answerable(request, id)
    asking.grant(wish, by=request.auth, limit=limit_of(body.limit))
    return shape(wish)


@router.post(
    "/budget-requests/{id}/decline",
    response={200: WishOut, **documented(404, 409)},
    operation_id="decline_budget",
    summary="Leave the budget as it is",
)
def decline_budget(request: ApiRequest, id: WishId) -> WishOut:
    wish = answerable(request, id)
    asking.decline(wish, by=request.auth)
    return shape(wish)


def answerable(request: ApiRequest, id: UUID) -> BudgetRequest:
    """404 for whoever may not set the budget."""
    wish = get_object_or_404(BudgetRequest.objects.select_related("by", "decided_by"), pk=id)
    if not budgets.may_set(request.auth, asking.scope_of(wish)):
        raise Http404
    return wish


def shape(wish: BudgetRequest) -> WishOut:
    return WishOut(
        id=wish.pk,
        by=wish.by.username,
        kind=cast("KindName", wish.kind),
        subject=wish.subject,
        book="demo" if wish.sandbox else "true",
        asked=float(wish.asked),
        state=cast("StateName", wish.state),
        granted=None if wish.granted is None else float(wish.granted),
        suggested=float(asking.suggested(wish, asking.room_of(wish))),
        asked_at=wish.created_at,
        decided_by=wish.decided_by.username if wish.decided_by else None,
        decided_at=wish.decided_at,
    )
