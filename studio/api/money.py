"""Usage and budgets: the figures of the usage page, what is left of each budget, and setting one."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast

from django.http import QueryDict
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import is_administrator
from gallery.api.auth import ApiRequest
from gallery.api.problems import documented, invalid, invalid_form
from gallery.timing import dated
from studio.api.orders import STRICT
from studio.models import Kind
from studio.money import budgets
from studio.money.budgets import Room
from studio.money.outlook import in_demo
from studio.money.scopes import EVERYBODY, Scope
from studio.usage import approvals, sums
from studio.usage.filters import UsageForm
from studio.views.spending.budget_rows import rooms_seen, settable

router = Router()

Book = Literal["true", "demo"]
KindName = Literal["instance", "team", "project", "person"]


class UsageQuery(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: str = Field(default="", alias="from", description="A day, YYYY-MM-DD; the last thirty unless given.")
    to: str = Field(default="", description="The last day, included.")
    team: str = Field(default="", description="A team's id.")
    project: str = Field(default="", description="A project's id.")
    model: str = Field(default="", description="A model's id.")
    person: str = Field(default="", description="A person's id, for administrators and owners of teams.")
    book: str = Field(default="", description="true or demo; the one that your runs are counted in unless given.")


class Part(BaseModel):
    """US dollars and pictures of one model, person, day or state."""

    id: str
    label: str
    spent: float
    pictures: int | None = None
    calls: int | None = None
    released: float | None = Field(default=None, description="Not charged.")
    approved: int | None = Field(default=None, description="Of a model: pictures that guests approved.")
    reserved: float | None = None


class UsageOut(BaseModel):
    """US dollars. Administrators see all, owners of a team the team's, others their own."""

    first: date
    last: date
    book: Book
    spent: float
    estimated: float = Field(description="The part of spent whose price is unknown: counted at the ceiling.")
    reserved: float
    released: float
    quoted: float = Field(description="What was quoted for what was billed.")
    pictures: int
    calls: int
    approved: int = Field(description="Of the pictures, those that a guest of a review approved and none rejected.")
    unclear: int = Field(description="Calls that may have been charged and that nobody has decided about.")
    days: list[Part] = Field(description="Per day that something was spent on; by month beyond 92 days.")
    models: list[Part]
    people: list[Part]
    states: list[Part]


@router.get("/usage", response={200: UsageOut, **documented(422)}, operation_id="usage", summary="What was spent")
def usage(request: ApiRequest, query: Query[UsageQuery]) -> UsageOut:
    """By the day of the press, in the instance's time zone."""
    form = UsageForm(as_form(query), user=request.auth)
    if not form.is_valid():
        raise invalid_form(form)
    books, days = form.books(), form.days
    found, approved = sums.totals(books), approvals.by_model(form)
    money = {name: float(getattr(found, name)) for name in ("spent", "estimated", "reserved", "released", "quoted")}
    return UsageOut(
        first=days[0],
        last=days[1],
        book="demo" if form.sandbox else "true",
        pictures=found.pictures,
        calls=found.calls,
        approved=sum(approved.values()),
        unclear=found.unclear,
        days=daily(sums.by_day(books, days, "model")),
        models=[
            part(row["model"], row, pictures=row["pictures"], calls=row["calls"], approved=row["approved"])
            for row in approvals.beside(sums.by_model(books), approved)
        ],
        people=[
            Part(id=str(person.pk), label=person.name, spent=float(sum), pictures=made)
            for person, sum, made in sums.by_person(books)
        ],
        states=[state_part(row) for row in sums.by_state(books)],
        **money,
    )


def as_form(query: UsageQuery) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(query.model_dump(by_alias=True))
    return data


def part(id: str, row: dict[str, Any], **more: Any) -> Part:
    return Part(id=id, label=row["label"], spent=float(row["spent"]), **more)


def state_part(row: dict[str, Any]) -> Part:
    money = {name: float(row[name]) for name in ("released", "reserved")}
    return part(row["state"], row, calls=row["calls"], **money)


def daily(found: list[tuple[date, Any, Decimal]]) -> list[Part]:
    days: dict[date, Decimal] = {}
    for day, _model, amount in found:
        days[day] = days.get(day, Decimal(0)) + amount
    return [Part(id=f"{day}", label=dated(day, "d M Y"), spent=float(amount)) for day, amount in days.items()]


class BudgetOut(BaseModel):
    """One budget in this calendar month. US dollars."""

    kind: KindName
    id: str = Field(description="Of the team, project or person; empty for the whole instance.")
    name: str
    book: Book
    limit: float
    spent: float
    reserved: float
    left: float
    may_set: bool = Field(description="Whether you may change it.")


class BudgetList(BaseModel):
    items: list[BudgetOut]


class BudgetIn(BaseModel):
    model_config = STRICT | {"json_schema_extra": {"examples": [{"kind": "instance", "limit": 300, "book": "true"}]}}

    kind: KindName
    id: str = Field(default="", max_length=36, description="Of the team, project or person.")
    book: Book
    limit: float | None = Field(
        ge=0,
        le=99_999_999,
        allow_inf_nan=False,
        description="US dollars a month; 0: nothing that costs may run; null: no budget.",
    )


@router.get(
    "/budgets", response={200: BudgetList, **documented(422)}, operation_id="list_budgets", summary="List budgets"
)
def list_budgets(request: ApiRequest, book: Book | None = None) -> BudgetList:
    """Those that concern you, as they stand this month. Not paged."""
    demo = book == "demo" if book else in_demo(request.auth)
    mine = may_set_of(request)
    return BudgetList(
        items=[budget_of(room, demo, room.scope in mine) for room in rooms_seen(request.auth, sandbox=demo)]
    )


@router.put(
    "/budgets",
    response={200: BudgetList, **documented(400, 403, 413, 415, 422)},
    operation_id="set_budget",
    summary="Set a budget",
)
def set_budget(request: ApiRequest, body: BudgetIn) -> BudgetList:
    """Sets, changes or takes away one; it counts from the next press. Administrators, and owners for their team."""
    scope, demo = Scope(Kind(body.kind), body.id), body.book == "demo"
    if scope not in may_set_of(request):
        raise invalid({"id": ["There is nothing of this id that you may set a budget for."]})
    budgets.set_limit(scope, limit_of(body.limit), sandbox=demo, by=request.auth)
    return list_budgets(request, body.book)


def limit_of(value: float | None) -> Decimal | None:
    limit = None if value is None else Decimal(str(value))
    if limit is not None and limit != limit.quantize(Decimal("0.01")):
        raise invalid({"limit": ["Cents are the smallest part."]})
    return limit


def may_set_of(request: ApiRequest) -> set[Scope]:
    found = {Scope(Kind(kind), id) for kind, choices in settable(request.auth).items() for id, _name in choices}
    return found | ({EVERYBODY} if is_administrator(request.auth) else set())


def budget_of(room: Room, demo: bool, may_set: bool) -> BudgetOut:
    return BudgetOut(
        kind=cast("KindName", room.scope.kind.value),
        id=room.scope.subject,
        name=room.name,
        book="demo" if demo else "true",
        limit=float(room.limit),
        spent=float(room.spent),
        reserved=float(room.reserved),
        left=float(room.left),
        may_set=may_set,
    )
