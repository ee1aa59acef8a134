"""Who is in a team: members, invitations, leaving, what happened; and the caller's own notices."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging, page
from gallery.api.problems import Problem, documented, invalid
from gallery.models import Activity, Invitation, Membership, Notice, Team
from gallery.people import activity, invitations, leaving, notices, rights, teams

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
TeamId = Annotated[UUID, Path(description="A team's id.")]
MemberId = Annotated[int, Path(description="A membership's id.", ge=1, lt=2**63)]
RoleName = Literal["owner", "editor", "viewer"]


class MemberOut(BaseModel):
    id: int
    username: str
    name: str
    role: str
    suspended: bool
    rights: list[str] = Field(description="What they may do there, in words.")


class MemberList(BaseModel):
    items: list[MemberOut]


class RoleIn(BaseModel):
    model_config = STRICT

    role: RoleName


class Leave(BaseModel):
    heir: str = Field(
        default="",
        max_length=150,
        description='Username of the owner or editor who is handed what they hung there; "along": it leaves the team.',
    )


class InvitationIn(RoleIn):
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = Field(
        default=None, description="Where it is mailed to."
    )


class InvitationOut(BaseModel):
    id: UUID
    role: str
    email: str
    created_at: datetime
    expires_at: datetime


class InvitationMade(InvitationOut):
    address: str = Field(description="The link. Not shown again: only its hash is kept.")
    mailed: bool


class InvitationList(BaseModel):
    items: list[InvitationOut]


class Happened(BaseModel):
    at: datetime
    by: str = Field(description="Empty for a guest.")
    verb: str
    image: UUID | None
    share: UUID | None
    told: str


class HappenedPage(BaseModel):
    items: list[Happened]
    next: str | None


class Feed(Paging):
    only: Literal["", "pictures"] = Field(default="", description="Only pictures that were hung and still hang.")
    hide_mine: bool = False


class NoticeOut(Happened):
    team: UUID | None
    case: UUID | None = Field(description="Of GET /me/cases; of GET /cases where one was passed on to you.")
    text: str = Field(description="The sentence, in the caller's language; empty where somebody did something.")
    url: str = Field(description="The page that the sentence leads to, a path; may be empty.")
    seen: bool


class NoticePage(BaseModel):
    items: list[NoticeOut]
    next: str | None
    unseen: int


@router.get(
    "/teams/{id}/members",
    response={200: MemberList, **documented(404)},
    operation_id="list_members",
    summary="List a team's members",
)
def list_members(request: ApiRequest, id: TeamId) -> MemberList:
    rows = own_team(request, id).memberships.select_related("user")
    return MemberList(items=[member_of(row) for row in rows])


@router.patch(
    "/teams/{id}/members/{member}",
    response={200: MemberOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="change_role",
    summary="Set somebody's role",
)
def change_role(request: ApiRequest, id: TeamId, member: MemberId, body: RoleIn) -> MemberOut:
    """The right of the team's owners."""
    membership = own_member(request, id, member)
    try:
        teams.change_role(membership=membership, role=body.role, by=request.auth)
    except teams.LastOwner:
        raise Problem(409, LAST_OWNER) from None
    return member_of(membership)


LAST_OWNER = "A team needs an owner who can sign in. Make somebody else one first."


@router.delete(
    "/teams/{id}/members/{member}",
    response={204: None, **documented(403, 404, 409, 422)},
    operation_id="remove_member",
    summary="Leave a team, or take somebody out",
)
def remove_member(request: ApiRequest, id: TeamId, member: MemberId, leave: Query[Leave]) -> Status[None]:
    """Where pictures of theirs hang there, `heir` has to say whose they become."""
    membership = own_member(request, id, member)
    if membership.user_id != request.auth.pk:
        teams.require_owner(membership.team, request.auth)
    heirs = {one.user.username: one.user for one in leaving.heirs_of(membership)}
    heir = heirs.get(leave.heir)
    try:
        if heir is None and leave.heir != leaving.ALONG and leaving.pictures_of(membership).exists():
            teams.require_other_owner(membership)
            raise invalid({"heir": [str(leaving.NO_HEIR)]})
        leaving.remove_member(membership=membership, by=request.auth, heir=heir)
    except teams.LastOwner:
        raise Problem(409, LAST_OWNER) from None
    return Status(204, None)


@router.get(
    "/teams/{id}/invitations",
    response={200: InvitationList, **documented(403, 404)},
    operation_id="list_invitations",
    summary="List open invitations",
)
def list_invitations(request: ApiRequest, id: TeamId) -> InvitationList:
    """The right of the team's owners."""
    team = own_team(request, id)
    teams.require_owner(team, request.auth)
    rows = Invitation.objects.open().filter(team=team)
    return InvitationList(items=[InvitationOut(**invitation_of(row)) for row in rows])


@router.post(
    "/teams/{id}/invitations",
    response={201: InvitationMade, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="invite",
    summary="Invite somebody",
)
def invite(request: ApiRequest, id: TeamId, body: InvitationIn) -> Status[InvitationMade]:
    """By a link that lets one person in, once, within seven days; mailed where an address is given."""
    team = own_team(request, id)
    try:
        made, token = invitations.invite(team=team, role=body.role, by=request.auth, email=body.email or "")
    except invitations.NotInvited as refusal:
        raise Problem(409, str(refusal)) from None
    mailed = bool(made.email) and invitations.mail(made, token)
    return Status(201, InvitationMade(**invitation_of(made), address=invitations.address_of(token), mailed=mailed))


@router.delete(
    "/teams/{id}/invitations/{invitation}",
    response={204: None, **documented(403, 404)},
    operation_id="take_invitation_back",
    summary="Take an invitation back",
)
def take_back(request: ApiRequest, id: TeamId, invitation: UUID) -> Status[None]:
    team = own_team(request, id)
    found = get_object_or_404(Invitation.objects.select_related("team"), pk=invitation, team=team)
    invitations.revoke(found, by=request.auth)
    return Status(204, None)


@router.get(
    "/teams/{id}/activity",
    response={200: HappenedPage, **documented(404, 422)},
    operation_id="list_activity",
    summary="Read what happened in a team",
)
def list_activity(request: ApiRequest, id: TeamId, feed: Query[Feed]) -> HappenedPage:
    """Newest first."""
    team = own_team(request, id)
    rows = activity.feed_of(team) if feed.only else activity.of_team(team)
    found, after = page(rows.exclude(by=request.auth) if feed.hide_mine else rows, feed.cursor, feed.limit)
    return HappenedPage(items=[Happened(**happened(row)) for row in found], next=after)


@router.get(
    "/notices", response={200: NoticePage, **documented(422)}, operation_id="list_notices", summary="Read your notices"
)
def list_notices(request: ApiRequest, paging: Query[Paging]) -> NoticePage:
    """Newest first. Reading them here does not count as seeing them."""
    found, after = page(notices.of(request.auth), paging.cursor, paging.limit)
    items = [notice_of(row) for row in found]
    return NoticePage(items=items, next=after, unseen=request.auth.unseen)


@router.post(
    "/notices/seen", response={204: None, **documented()}, operation_id="see_notices", summary="Mark notices as seen"
)
def see_notices(request: ApiRequest) -> Status[None]:
    """All that there are now."""
    notices.see_all(request.auth)
    return Status(204, None)


def own_team(request: ApiRequest, id: UUID) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.auth), pk=id)


def own_member(request: ApiRequest, id: UUID, member: int) -> Membership:
    team = own_team(request, id)
    return get_object_or_404(team.memberships.select_related("team", "user"), pk=member)


def member_of(row: Membership) -> MemberOut:
    return MemberOut(
        id=row.pk,
        username=row.user.username,
        name=row.user.name,
        role=row.role,
        suspended=not row.user.is_active,
        rights=[right.words for right in rights.of(row.role) if right.given],
    )


def invitation_of(row: Invitation) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", "role", "email", "created_at", "expires_at")}


def notice_of(row: Notice) -> NoticeOut:
    seen = row.seen_at is not None
    return NoticeOut(**happened(row), team=row.team_id, case=row.case_id, text=row.said, url=row.url, seen=seen)


def happened(row: Activity | Notice) -> dict[str, Any]:
    by = row.by.name if row.by else getattr(row, "name", "")
    return {
        "at": row.created_at,
        "by": by,
        "verb": row.verb,
        "image": row.image_id,
        "share": row.share_id,
        "told": row.told,
    }
