"""The moderators' queue: read it, take a case, look, decide, pass on."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import is_moderator
from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented, invalid
from gallery.cases import allowing, claiming, deciding, likeness, listing, looking, reasons
from gallery.models import Case
from gallery.models.case import CaseKind
from gallery.views.signed_in import MODERATORS_ONLY
from studio.held import verdicts

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
CaseId = Annotated[UUID, Path(description="A case's id.")]


class ReportedOut(BaseModel):
    reason: str
    words: str
    by: str = Field(description="A name: a guest's as they gave it.")
    at: datetime


class CaseOut(BaseModel):
    id: UUID
    kind: str = Field(description="prompt, picture, report or appeal.")
    title: str
    person: str = Field(description="The user name of whoever made it.")
    subject_kind: str
    subject: UUID
    image: UUID | None
    prompt: str
    words: str = Field(description="What the person says in an appeal, or when asking for a look.")
    triggers: list[dict[str, Any]] = Field(description="What fired: label, rule, version, words, spans in the prompt.")
    reports: int
    reported: list[ReportedOut] = Field(description="Who reported it and why, the first one first.")
    opened_at: datetime
    due_at: datetime = Field(description="When the goal is over.")
    claimed_by: str | None = Field(description="Who judges it right now.")
    passed_to: str | None
    decided_at: datetime | None
    decided_by: str | None
    outcome: str
    reason: str
    note: str
    choices: dict[str, list[str]] = Field(description="Reasons by outcome: what a decision takes.")


class CasePage(BaseModel):
    items: list[CaseOut]
    next: UUID | None = Field(description="`after` of the next page; null on the last.")


class Filters(BaseModel):
    kind: Literal["", "prompt", "picture", "report", "appeal"] = ""
    decided: bool = Field(default=False, description="What was decided, the youngest first, instead of what waits.")
    after: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)


class VerdictIn(BaseModel):
    model_config = STRICT

    outcome: Literal["released", "refused", "removed"]
    reason: str = Field(max_length=24, description="One of `choices` for this outcome.")
    note: str = Field(default="", max_length=2000, description="Goes to the person.")
    alike: bool = Field(default=False, description="Its duplicates, too.")
    allow: str = Field(
        default="", max_length=80, description="With a release: a phrase that its rule passes from now on."
    )
    allow_likeness: bool = Field(
        default=False,
        description="With a release: pictures that look like this one pass from now on, and those that wait.",
    )
    block_likeness: bool = Field(
        default=False,
        description="With a removal, or an appeal refused: pictures that look like this one are held, old and new.",
    )


class VerdictOut(BaseModel):
    case: CaseOut
    alike: int = Field(description="How many duplicates were decided the same way.")
    left: int = Field(description="How many were left to whoever has them.")
    freed: int = Field(description="How many held pictures were released because they look like it.")
    allowed: bool = Field(description="Whether the phrase passes from now on.")
    listed: str = Field(description="The list that the picture’s likeness is on now: allow, block or none.")


class PassIn(BaseModel):
    model_config = STRICT

    to: str | None = Field(default=None, max_length=150, description="A moderator's user name; null: whoever comes.")


@router.get("/cases", response={200: CasePage, **documented(403, 422)}, operation_id="list_cases", summary="The queue")
def list_cases(request: ApiRequest, filters: Query[Filters]) -> CasePage:
    """Oldest first. Moderators only, as are all below."""
    moderator(request)
    kinds = [filters.kind] if filters.kind else []
    rows = listing.decided() if filters.decided else listing.waiting(kinds)
    if filters.decided and kinds:
        rows = rows.filter(kind__in=kinds)
    found, after = listing.page(rows.prefetch_related("reported__reporter"), filters.after, filters.limit)
    return CasePage(items=[shape(case) for case in found], next=after)


@router.get(
    "/cases/{id}", response={200: CaseOut, **documented(403, 404)}, operation_id="get_case", summary="Read a case"
)
def get_case(request: ApiRequest, id: CaseId) -> CaseOut:
    return shape(case_of(request, id))


class LikenessEffect(BaseModel):
    bits: int = Field(description="Of 64 that may differ.")
    pictures: int = Field(description="Others in sight that look like it; 200 at most.")
    past: int = Field(description="Decided cases about such pictures.")
    released: int
    removed: int
    waiting: int = Field(description="Held pictures that nothing would hold any more: `allow_likeness` releases them.")


class PhraseEffect(BaseModel):
    phrase: str = Field(description="As `allow` of the decision takes it.")
    past: int = Field(description="Decided holds of this rule, the last 200.")
    freed: int = Field(description="Of those, how many would not have been held.")
    refused: int = Field(description="Of those, how many were refused.")


class EffectOut(BaseModel):
    phrase: PhraseEffect | None = Field(description="Null where no rule fired, or it passes the phrase already.")
    likeness: LikenessEffect | None = Field(description="Null without a picture, or one without a hash to go by.")


class PhraseIn(BaseModel):
    phrase: str = Field(default="", max_length=80, description="Instead of the one that is offered.")


@router.get(
    "/cases/{id}/effect",
    response={200: EffectOut, **documented(403, 404, 422)},
    operation_id="get_case_effect",
    summary="What a decision could do beside",
)
def get_case_effect(request: ApiRequest, id: CaseId, query: Query[PhraseIn]) -> EffectOut:
    """What `allow`, `allow_likeness` and `block_likeness` of a decision would do to what is there already."""
    case = case_of(request, id)
    phrase, looks = allowing.effect_of(case, " ".join(query.phrase.split())), likeness.effect_of(case)
    return EffectOut(
        phrase=PhraseEffect(**asdict(phrase)) if phrase else None,
        likeness=LikenessEffect(**asdict(looks)) if looks else None,
    )


@router.post(
    "/cases/{id}/claim",
    response={200: CaseOut, **documented(403, 404, 409)},
    operation_id="claim_case",
    summary="Take a case",
)
def claim_case(request: ApiRequest, id: CaseId) -> CaseOut:
    """For two minutes; again to hold it longer. 409 says who has it, 403 why it is not yours to judge."""
    case = case_of(request, id)
    if not claiming.claim(case, by=request.auth):
        own = case.waits and not deciding.may_judge(case, by=request.auth)
        raise Problem(403 if own else 409, deciding.why_not(case, by=request.auth))
    return shape(case)


@router.delete(
    "/cases/{id}/claim", response={204: None, **documented(403, 404)}, operation_id="unclaim_case", summary="Leave it"
)
def unclaim_case(request: ApiRequest, id: CaseId) -> Status[None]:
    claiming.unclaim(case_of(request, id), by=request.auth)
    return Status(204, None)


@router.post(
    "/cases/{id}/look",
    response={200: None, **documented(403, 404, 409)},
    operation_id="look_at_case",
    summary="See the covered picture",
)
def look_at_case(request: ApiRequest, id: CaseId) -> FileResponse:
    """Its bytes; that you saw it is written down."""
    case = case_of(request, id)
    holder = case.holder()
    if holder is not None and holder.pk != request.auth.pk:
        raise Problem(409, deciding.told_meanwhile(case))
    try:
        file, kind = looking.look(case, by=request.auth)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type=kind, headers={"Cache-Control": "private, no-store"})


@router.post(
    "/cases/{id}/decision",
    response={200: VerdictOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="decide_case",
    summary="Decide a case",
)
def decide_case(request: ApiRequest, id: CaseId, body: VerdictIn) -> VerdictOut:
    """Once. Nobody decides their own (403); where somebody was faster, 409 says who and what."""
    case = case_of(request, id)
    verdict = deciding.Verdict(body.outcome, body.reason, body.note)
    extras = verdicts.Extras(body.allow, body.allow_likeness, body.block_likeness)
    try:
        done = verdicts.judge(case, verdict, by=request.auth, with_alike=body.alike, extras=extras)
    except deciding.OwnItem as refusal:
        raise PermissionDenied(str(refusal)) from None
    except deciding.BadVerdict as refusal:
        raise invalid({"reason": [str(refusal)]}) from None
    except verdicts.BadExtra as refusal:
        raise invalid({refusal.field: [str(refusal)]}) from None
    except deciding.NotJudged as refusal:
        raise Problem(409, str(refusal)) from None
    return VerdictOut(
        case=shape(case_of(request, id)),
        alike=done.alike,
        left=done.left,
        freed=done.freed,
        allowed=done.allowed,
        listed=done.listed,
    )


@router.post(
    "/cases/{id}/pass",
    response={200: CaseOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="pass_case_on",
    summary="Pass a case on",
)
def pass_case_on(request: ApiRequest, id: CaseId, body: PassIn) -> CaseOut:
    case = case_of(request, id)
    to = claiming.others(case, by=request.auth).filter(username=body.to).first() if body.to else None
    if body.to and to is None:
        raise invalid({"to": ["There is no moderator of this name who could judge it."]})
    if not claiming.pass_on(case, by=request.auth, to=to):
        raise Problem(409, deciding.told_meanwhile(case))
    return shape(case)


def moderator(request: HttpRequest) -> None:
    if not is_moderator(request.auth):  # type: ignore[attr-defined]
        raise PermissionDenied(MODERATORS_ONLY)


def case_of(request: ApiRequest, id: UUID) -> Case:
    moderator(request)
    rows = Case.objects.select_related("person", "image", "claimed_by", "passed_to", "decided_by")
    return get_object_or_404(rows.prefetch_related("reported__reporter"), pk=id)


def reported_of(case: Case) -> list[ReportedOut]:
    if case.kind != CaseKind.REPORT:
        return []
    return [ReportedOut(reason=one.reason, words=one.words, by=one.whose, at=one.at) for one in case.reported.all()]


def shape(case: Case) -> CaseOut:
    holder = case.holder()
    return CaseOut(
        id=case.pk,
        kind=case.kind,
        title=case.title,
        person=case.person.username,
        subject_kind=case.subject_kind,
        subject=case.subject_id,
        image=case.image_id,
        prompt=case.prompt,
        words=case.words,
        triggers=case.triggers,
        reports=case.reports,
        reported=reported_of(case),
        opened_at=case.opened_at,
        due_at=case.due_at,
        claimed_by=holder.username if holder else None,
        passed_to=case.passed_to.username if case.passed_to else None,
        decided_at=case.decided_at,
        decided_by=case.decided_by.username if case.decided_by else None,
        outcome=case.outcome,
        reason=case.reason,
        note=case.note,
        choices={outcome: list(names) for outcome, names in reasons.OF_KIND[CaseKind(case.kind)].items()},
    )
