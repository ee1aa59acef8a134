"""Prompt rules: read, written, tried on the last prompts before they count."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery import access
from gallery.access import Role
from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented, invalid_form
from gallery.judging import hits, rules
from gallery.judging.forms import LONGEST_TERM, MOST_TERMS, RuleForm
from gallery.judging.hits import Record
from gallery.models import Rule, RuleVersion, Team
from studio.api.orders import STRICT
from studio.held import replay

router = Router()

RuleId = Annotated[UUID, Path(description="A rule's id.")]
Terms = Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=MOST_TERMS)]
MODERATORS = "Moderators read rules; administrators and the owners of a team write them."
EXAMPLE: dict[str, Any] = {
    "category": "Violence",
    "kind": "word",
    "terms": ["blood"],
    "allow": ["blood orange"],
    "action": "hold",
}


class RuleIn(BaseModel):
    model_config = STRICT | ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    category: str = Field(min_length=1, max_length=60)
    kind: Literal["word", "phrase", "stem", "regex"] = "word"
    terms: Terms = Field(description=f"Up to {MOST_TERMS}, each of {LONGEST_TERM} characters.")
    allow: Terms = Field(default=[], description="Phrases that are let through.")
    language: str = Field(default="", max_length=2, description='A code such as "en"; "" for any.')
    action: Literal["note", "hold", "refuse"] = "hold"
    active: bool = True
    confirmed: int | None = Field(
        default=None, ge=0, description="On how many of the last prompts it fires, where it fires on many."
    )


class NewRule(RuleIn):
    team: UUID | None = Field(default=None, strict=False, description="For what goes there alone; null for everybody.")


class ChangedRule(RuleIn):
    version: int = Field(ge=1, description="The version that you read: another one meanwhile is a 409.")


class Trial(RuleIn):
    rule: UUID | None = Field(default=None, strict=False, description="The rule that this would change.")
    team: UUID | None = Field(
        default=None, strict=False, description="Of a new rule: whose prompts it is tried on; null for everybody's."
    )


class RuleOut(BaseModel):
    id: UUID
    number: int
    version: int
    team: UUID | None
    category: str
    kind: str
    terms: list[str]
    allow: list[str]
    language: str
    action: str
    active: bool
    removed: bool
    changed_at: datetime
    fired: int = Field(description="In 30 days, as the next three.")
    held: int
    released: int
    refused: int
    false_alarms: float | None = Field(description="Share of what was decided that was released.")


class RuleList(BaseModel):
    items: list[RuleOut]


class TrialOut(BaseModel):
    prompts: int = Field(description="The last ones that it was tried on.")
    fires: int
    new: int = Field(description="Of these, not fired on before.")
    gone: int = Field(description="Fired on before and no longer.")
    undecided: int = Field(description="Ran out of time.")
    broad: bool = Field(description="Saving it takes `confirmed` with the count.")
    words: dict[str, int] = Field(description="What it matched, the most frequent ones.")


@router.get("/rules", response={200: RuleList, **documented(403)}, operation_id="list_rules", summary="List rules")
def list_rules(request: ApiRequest) -> RuleList:
    """Moderators read all of them, a team's owner the team's."""
    rows = list(current(request))
    if not rows and not access.is_moderator(request.auth) and not own_teams(request).exists():
        raise Problem(403, MODERATORS)
    did = hits.records([row.rule_id for row in rows])
    return RuleList(items=[shown(row, did.get(row.rule_id)) for row in rows])


@router.post(
    "/rules",
    response={201: RuleOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="create_rule",
    summary="Make a rule",
)
def create_rule(request: ApiRequest, body: NewRule) -> Status[RuleOut]:
    """It counts from the next press. One that fires on a fifth of the last prompts or more, or on anything, is a 409
    that names the count: send it again as `confirmed`.
    """
    team = team_of(request, body.team)
    columns = columns_of(body)
    refuse_broad(body, replay.replay(columns, team=team))
    return Status(201, shown(rules.create(team=team, by=request.auth, columns=columns)))


@router.post(
    "/rules/trials",
    response={200: TrialOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="try_rule",
    summary="Try a rule on the last prompts",
)
def try_rule(request: ApiRequest, body: Trial) -> TrialOut:
    """Counts and matched words; no prompt is shown. Nothing is saved."""
    rule = editable(request, body.rule) if body.rule else None
    team = rule.team if rule else team_of(request, body.team)
    told = replay.replay(columns_of(body), rule=rule, team=team)
    return TrialOut(
        prompts=told.prompts,
        fires=told.fires,
        new=told.new,
        gone=told.gone,
        undecided=told.undecided,
        broad=told.broad,
        words=dict(told.words),
    )


@router.get(
    "/rules/{id}", response={200: RuleOut, **documented(404)}, operation_id="get_rule", summary="Look at a rule"
)
def get_rule(request: ApiRequest, id: RuleId) -> RuleOut:
    row = get_object_or_404(visible(request), rule_id=id)
    return shown(row, hits.records([id]).get(id))


@router.put(
    "/rules/{id}",
    response={200: RuleOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="change_rule",
    summary="Change a rule",
)
def change_rule(request: ApiRequest, id: RuleId, body: ChangedRule) -> RuleOut:
    """A further version; the earlier ones stay, and holds point at the one that fired."""
    rule, columns = editable(request, id), columns_of(body)
    refuse_broad(body, replay.replay(columns, rule=rule, team=rule.team))
    try:
        made = rules.change(rule, seen=body.version, by=request.auth, columns=columns)
    except rules.ChangedMeanwhile:
        raise Problem(409, "The rule has another version meanwhile. Read it again.") from None
    return shown(made, hits.records([id]).get(id))


@router.delete(
    "/rules/{id}", response={204: None, **documented(403, 404)}, operation_id="remove_rule", summary="Remove a rule"
)
def remove_rule(request: ApiRequest, id: RuleId) -> Status[None]:
    """It fires no more. What it held stays held, and its versions stay."""
    rules.remove(editable(request, id), by=request.auth)
    return Status(204, None)


def visible(request: ApiRequest) -> Any:
    rows = RuleVersion.objects.filter(current=True, rule__in=Rule.objects.visible_to(request.auth))
    return rows.select_related("rule").order_by("rule__number")


def current(request: ApiRequest) -> Any:
    return visible(request).filter(removed=False)


def editable(request: ApiRequest, id: UUID) -> Rule:
    rule = get_object_or_404(Rule.objects.visible_to(request.auth).select_related("team"), pk=id)
    if not Rule.objects.editable_by(request.auth).filter(pk=id).exists():
        raise Problem(403, MODERATORS)
    return rule


def own_teams(request: ApiRequest) -> Any:
    mine = Team.objects.filter(memberships__user=request.auth, memberships__role=Role.OWNER)
    return mine if access.is_acting(request.auth) else mine.none()


def team_of(request: ApiRequest, id: UUID | None) -> Team | None:
    if access.is_administrator(request.auth):
        return get_object_or_404(Team, pk=id) if id else None
    if id is None:
        raise Problem(403, "Administrators write everybody's rules. Name a team that you own.")
    return get_object_or_404(own_teams(request), pk=id)


def columns_of(body: RuleIn) -> dict[str, Any]:
    data = body.model_dump() | {"terms": "\n".join(body.terms), "allow": "\n".join(body.allow)}
    form = RuleForm(data)
    if not form.is_valid():
        raise invalid_form(form)
    return form.columns


def refuse_broad(body: RuleIn, told: replay.Replay) -> None:
    if told.broad and body.confirmed != told.fires:
        much = f"{told.fires} of the last {told.prompts} prompts" if told.prompts else "whatever anybody writes"
        sentence = f"It fires on {much}. Send it again with `confirmed` {told.fires}."
        raise Problem(409, sentence, more={"fires": told.fires, "prompts": told.prompts})


def shown(row: RuleVersion, did: Record | None = None) -> RuleOut:
    did = did or Record()
    return RuleOut(
        id=row.rule_id,
        number=row.rule.number,
        version=row.version,
        team=row.rule.team_id,
        category=row.category,
        kind=row.kind,
        terms=row.terms,
        allow=row.allow,
        language=row.language,
        action=row.action,
        active=row.active,
        removed=row.removed,
        changed_at=row.at,
        fired=did.fired,
        held=did.held,
        released=did.released,
        refused=did.refused,
        false_alarms=did.rate,
    )
