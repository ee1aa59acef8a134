"""Reports, and what was decided about one's own: read, appealed against once."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId, visible
from gallery.api.problems import Problem, documented, invalid
from gallery.cases import opening, reasons
from gallery.models import Case
from gallery.sharing.limits import within

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
CaseId = Annotated[UUID, Path(description="A case's id.")]
Words = Annotated[str, Field(max_length=2000)]
MOST = 200


class ReportIn(BaseModel):
    model_config = STRICT

    reason: Literal["rights", "real-person", "sexual", "violence", "hate", "other"]
    words: Words = ""


class AppealIn(BaseModel):
    model_config = STRICT

    words: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class OwnCaseOut(BaseModel):
    id: UUID
    kind: str = Field(description="prompt, picture, report or appeal.")
    subject: UUID = Field(description="The run or picture that it is about.")
    prompt: str
    image: UUID | None
    triggers: list[str] = Field(description="What fired, in words.")
    opened_at: datetime
    decided_at: datetime | None
    outcome: str = Field(description="released, refused, removed, withdrawn; empty while it waits.")
    reason: str
    note: str
    may_appeal: bool


class OwnCaseList(BaseModel):
    items: list[OwnCaseOut]


@router.post(
    "/images/{id}/reports",
    response={204: None, **documented(400, 404, 413, 415, 422, 429)},
    operation_id="report_image",
    summary="Report a picture",
)
def report_image(request: ApiRequest, id: ImageId, body: ReportIn) -> Status[None]:
    """A moderator looks at it. It stays in sight until then, or until as many reported it as the administrator set.

    Reporting it again changes nothing.
    """
    image = visible(request, id)
    if not within("reports", f"user-{request.auth.pk}"):
        raise Problem(429, headers={"Retry-After": "60"})
    try:
        opening.report(image, by=request.auth, reason=body.reason, words=body.words)
    except opening.NotOpened as refusal:
        raise invalid({"reason": [str(refusal)]}) from None
    return Status(204, None)


@router.get(
    "/me/cases", response={200: OwnCaseList, **documented()}, operation_id="list_own_cases", summary="Your own cases"
)
def list_own_cases(request: ApiRequest) -> OwnCaseList:
    """What of yours was held, refused or removed, the youngest first; 200 at most."""
    rows = Case.objects.of_person(request.auth).select_related("appeal").order_by("-id")[:MOST]
    return OwnCaseList(items=[shape(row, request) for row in rows])


@router.post(
    "/cases/{id}/appeal",
    response={201: OwnCaseOut, **documented(400, 404, 409, 413, 415, 422)},
    operation_id="appeal",
    summary="Appeal once",
)
def appeal(request: ApiRequest, id: CaseId, body: AppealIn) -> Status[OwnCaseOut]:
    """Another moderator looks at it, where there is one. The answer is the appeal's own case."""
    found = get_object_or_404(Case.objects.of_person(request.auth), pk=id)
    try:
        made = opening.appeal(found, by=request.auth, words=body.words)
    except opening.NotOpened as refusal:
        raise Problem(409, str(refusal)) from None
    return Status(201, shape(made, request))


def shape(row: Case, request: ApiRequest) -> OwnCaseOut:
    return OwnCaseOut(
        id=row.pk,
        kind=row.kind,
        subject=row.subject_id,
        prompt=row.prompt,
        image=row.image_id,
        triggers=[] if row.kind == "report" else [trigger["label"] for trigger in row.triggers],
        opened_at=row.opened_at,
        decided_at=row.decided_at,
        outcome=row.outcome,
        reason=reasons.label_of(row.reason) if row.reason else "",
        note=row.note,
        may_appeal=opening.may_appeal(row, request.auth),
    )
