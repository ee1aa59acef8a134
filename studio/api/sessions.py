"""Signed-in browsers: one's own, and for administrators everybody's."""

from datetime import datetime
from typing import Annotated

from allauth.usersessions.models import UserSession
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from gallery.people import shutting
from studio.api.people import Username, administered
from studio.people import profile

router = Router()

SessionId = Annotated[int, Path(ge=1, le=2**31 - 1, description="A session's id.")]


class SessionOut(BaseModel):
    id: int
    began_at: datetime
    seen_at: datetime
    address: str = Field(description="Where it was last seen from.")
    browser: str = Field(description="As it calls itself.")


class SessionList(BaseModel):
    items: list[SessionOut]


@router.get(
    "/account/sessions",
    response={200: SessionList, **documented()},
    operation_id="list_own_sessions",
    summary="List your sessions",
)
def list_own_sessions(request: ApiRequest) -> SessionList:
    """Browsers that are signed in as you, the newest first. API tokens are none."""
    return shape(profile.sessions_of(request.auth))


@router.delete(
    "/account/sessions/{id}",
    response={204: None, **documented(404)},
    operation_id="end_own_session",
    summary="End one of your sessions",
)
def end_own_session(request: ApiRequest, id: SessionId) -> Status[None]:
    """That browser has to sign in again."""
    session = get_object_or_404(UserSession, pk=id, user=request.auth)
    shutting.end_sessions([session], of=request.auth, by=request.auth)
    return Status(204, None)


@router.get(
    "/people/{username}/sessions",
    response={200: SessionList, **documented(403, 404)},
    operation_id="list_sessions",
    summary="List somebody's sessions",
)
def list_sessions(request: ApiRequest, username: Username) -> SessionList:
    """For administrators."""
    return shape(profile.sessions_of(administered(request, username)))


@router.delete(
    "/people/{username}/sessions",
    response={204: None, **documented(403, 404)},
    operation_id="end_sessions",
    summary="End all sessions of somebody",
)
def end_sessions(request: ApiRequest, username: Username) -> Status[None]:
    someone = administered(request, username)
    profile.end_sessions(UserSession.objects.filter(user=someone), of=someone, by=request.auth)
    return Status(204, None)


@router.delete(
    "/people/{username}/sessions/{id}",
    response={204: None, **documented(403, 404)},
    operation_id="end_session",
    summary="End one session of somebody",
)
def end_session(request: ApiRequest, username: Username, id: SessionId) -> Status[None]:
    """For administrators."""
    someone = administered(request, username)
    session = get_object_or_404(UserSession, pk=id, user=someone)
    profile.end_sessions([session], of=someone, by=request.auth)
    return Status(204, None)


def shape(found: list[UserSession]) -> SessionList:
    return SessionList(
        items=[
            SessionOut(
                id=one.pk,
                began_at=one.created_at,
                seen_at=one.last_seen_at,
                address=one.ip,
                browser=one.user_agent,
            )
            for one in found
        ]
    )
