"""What vendors refused of what people asked for."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from gallery.models import User
from studio.api.held import moderator
from studio.held import refusals

router = Router()


class RefusalOut(BaseModel):
    id: UUID = Field(description="Of the generation, or of the question to a chat model.")
    person: str = Field(description="The user name of who asked. What they asked is theirs alone.")
    vendor: str
    model: str
    title: str
    words: str = Field(description="The vendor's; empty where it gave none.")
    at: datetime | None


class RefusalPage(BaseModel):
    items: list[RefusalOut]
    next: UUID | None = Field(description="`before` of the next page; null on the last.")


class RefusalQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    who: str = Field(default="", max_length=150, description="One person's, by user name.")
    before: UUID | None = None


@router.get(
    "/refusals",
    response={200: RefusalPage, **documented(403, 404, 422)},
    operation_id="list_refusals",
    summary="What vendors refused",
)
def list_refusals(request: ApiRequest, query: Query[RefusalQuery]) -> RefusalPage:
    """For moderators, newest first: calls, pictures that were withheld, and help with a prompt."""
    moderator(request)
    whose = Q(pk=get_object_or_404(User, username=query.who).pk) if query.who else Q()
    found, after = refusals.page(whose, query.before)
    return RefusalPage(items=[shape(one) for one in found], next=after)


def shape(one: refusals.Refusal) -> RefusalOut:
    return RefusalOut(
        id=one.id,
        person=one.person.username,
        vendor=str(one.vendor),
        model=one.model,
        title=str(one.title),
        words=one.words,
        at=one.at,
    )
