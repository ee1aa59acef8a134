"""People and invitations into the studio: what administrators do on the pages about people."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from gallery.access import Standing
from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented, invalid
from gallery.models import Group, User, Welcome
from gallery.people import finding, groups, handing, standing, welcoming
from studio.api.orders import STRICT
from studio.people import handing as everything
from studio.people import limits

router = Router()

Username = Annotated[str, Path(description="Whose account it is.", max_length=150)]


class PersonOut(BaseModel):
    id: str = Field(description="As a budget and a filter of usage take it.")
    username: str
    name: str
    email: str
    role: Standing
    suspended: str = Field(description="Why; empty for who is not.")
    closed: bool
    groups: list[UUID]
    parallel: int | None = Field(description="Pictures at once, of their own; null: as their groups, or the studio.")


class PersonPage(BaseModel):
    items: list[PersonOut]
    next: str | None


class Find(BaseModel):
    q: str = Field(default="", max_length=100, description="Part of the name, the username or the address.")
    role: Standing | None = None
    cursor: str = Field(default="", max_length=20)


class PersonIn(BaseModel):
    model_config = STRICT | {"strict": False}

    role: Standing | None = None
    groups: list[UUID] | None = Field(default=None, max_length=200, description="Exactly these.")
    closed: bool | None = None
    parallel: int | None = Field(
        default=None,
        ge=1,
        le=1000,
        description="Pictures at once. null, where it is given: as their groups, or the studio.",
    )


class WhyIn(BaseModel):
    model_config = STRICT

    why: str = Field(min_length=1, max_length=300, pattern=r"\S", description="They read it on every page.")


class HeirIn(BaseModel):
    model_config = STRICT

    heir: str = Field(max_length=150, description="Username of who gets it all.")


class HandedOut(BaseModel):
    pictures: int
    boards: int
    searches: int
    links: int
    teams: int


class WelcomeIn(BaseModel):
    model_config = STRICT | {"strict": False}

    role: Standing = Standing.MEMBER
    groups: list[UUID] = Field(default=[], max_length=200)
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None


class WelcomeOut(BaseModel):
    id: UUID
    role: Standing
    email: str
    expires_at: datetime


class WelcomeMade(WelcomeOut):
    address: str = Field(description="The link. Not shown again: only its hash is kept.")
    mailed: bool


class WelcomeList(BaseModel):
    items: list[WelcomeOut]


@router.get(
    "/people", response={200: PersonPage, **documented(403, 422)}, operation_id="list_people", summary="List people"
)
def list_people(request: ApiRequest, find: Query[Find]) -> PersonPage:
    """For administrators, the newest account first."""
    standing.require_administrator(request.auth)
    rows = finding.rows(q=find.q, role=find.role or "").prefetch_related("circles")
    found, after = finding.page(rows, find.cursor)
    return PersonPage(items=[person_of(one) for one in found], next=after)


@router.patch(
    "/people/{username}",
    response={200: PersonOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="change_person",
    summary="Set a role, groups or a limit, close an account",
)
def change_person(request: ApiRequest, username: Username, body: PersonIn) -> PersonOut:
    """For administrators. 409 where nobody would administer any more; then nothing was changed of what comes after."""
    someone = administered(request, username)
    chosen = None if body.groups is None else groups_of(body.groups)
    try:
        if body.role is not None:
            standing.set_standing(someone, body.role, by=request.auth)
        if body.closed is not None:
            (standing.close if body.closed else standing.reopen)(someone, by=request.auth)
    except standing.LastAdministrator as refusal:
        raise Problem(409, str(refusal)) from None
    if chosen is not None:
        groups.put_in(someone, chosen, by=request.auth)
    if "parallel" in body.model_fields_set:
        limits.set_parallel(someone, body.parallel, by=request.auth)
    return person_of(someone)


@router.put(
    "/people/{username}/suspension",
    response={200: PersonOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="suspend",
    summary="Suspend somebody",
)
def suspend(request: ApiRequest, username: Username, body: WhyIn) -> PersonOut:
    """For administrators. Their gallery stays; nothing new is made, and what waits is not sent."""
    someone = administered(request, username)
    try:
        standing.suspend(someone, why=body.why, by=request.auth)
    except standing.LastAdministrator as refusal:
        raise Problem(409, str(refusal)) from None
    return person_of(someone)


@router.delete(
    "/people/{username}/suspension",
    response={204: None, **documented(403, 404)},
    operation_id="lift",
    summary="Lift a suspension",
)
def lift(request: ApiRequest, username: Username) -> Status[None]:
    standing.lift(administered(request, username), why="", by=request.auth)
    return Status(204, None)


@router.post(
    "/people/{username}/hand-over",
    response={200: HandedOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="hand_over",
    summary="Hand somebody's work over",
)
def hand_over(request: ApiRequest, username: Username, body: HeirIn) -> HandedOut:
    """For administrators: pictures, boards, searches, links, prompts, and teams that nobody else manages.

    What they asked for before and arrives later follows within minutes.
    """
    someone = administered(request, username)
    try:
        heir = handing.heir_of(someone, body.heir)
    except handing.NoHeir as refusal:
        raise invalid({"heir": [str(refusal)]}) from None
    return HandedOut(**handing.facts(everything.hand_over(someone, heir=heir, by=request.auth)))


@router.get(
    "/invitations",
    response={200: WelcomeList, **documented(403)},
    operation_id="list_welcomes",
    summary="List open invitations into the studio",
)
def list_welcomes(request: ApiRequest) -> WelcomeList:
    standing.require_administrator(request.auth)
    return WelcomeList(items=[WelcomeOut(**welcome_of(one)) for one in Welcome.objects.open()[:1000]])


@router.post(
    "/invitations",
    response={201: WelcomeMade, **documented(400, 403, 409, 413, 415, 422)},
    operation_id="welcome",
    summary="Invite somebody into the studio",
)
def welcome(request: ApiRequest, body: WelcomeIn) -> Status[WelcomeMade]:
    """By a link that makes one account, once, within seven days; mailed where an address is given."""
    standing.require_administrator(request.auth)
    try:
        made, token = welcoming.invite(
            role=body.role, groups=groups_of(body.groups), email=body.email or "", by=request.auth
        )
    except welcoming.NotInvited as refusal:
        raise Problem(409, str(refusal)) from None
    mailed = bool(made.email) and welcoming.mail(made, token)
    return Status(201, WelcomeMade(**welcome_of(made), address=welcoming.address_of(token), mailed=mailed))


@router.delete(
    "/invitations/{id}",
    response={204: None, **documented(403, 404)},
    operation_id="take_welcome_back",
    summary="Take an invitation into the studio back",
)
def take_back(request: ApiRequest, id: UUID) -> Status[None]:
    standing.require_administrator(request.auth)
    welcoming.revoke(get_object_or_404(Welcome, pk=id), by=request.auth)
    return Status(204, None)


def administered(request: ApiRequest, username: str) -> User:
    standing.require_administrator(request.auth)
    return get_object_or_404(User, username=username, erased_at=None)


def groups_of(ids: list[UUID]) -> list[Group]:
    found = list(Group.objects.filter(pk__in=ids, everyone=False))
    if len(found) < len(set(ids)):
        raise invalid({"groups": ["One of these groups is not there."]})
    return found


def person_of(one: User) -> PersonOut:
    return PersonOut(
        id=str(one.pk),
        username=one.username,
        name=one.name,
        email=one.email,
        role=one.standing,
        suspended=one.suspended_why if one.suspended_at else "",
        closed=not one.is_active,
        groups=[group.pk for group in one.circles.all()],
        parallel=limits.own().get(one.pk),
    )


def welcome_of(one: Welcome) -> dict[str, Any]:
    return {"id": one.pk, "role": one.standing, "email": one.email, "expires_at": one.expires_at}
