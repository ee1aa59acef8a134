"""Earlier and saved prompts, lists, presets, and a chat model's help."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging, page
from gallery.api.problems import documented
from studio.lifecycle import NotPossible
from studio.models import Preset, PromptHelp, SavedPrompt
from studio.prompts import helping, history
from studio.prompts.filling import variables
from studio.prompts.keeping import NOT_KEPT, changeable, keep_preset, keep_prompt

router = Router()
STRICT = ConfigDict(extra="forbid")

Id = Annotated[UUID, Path(description="Its id.")]
CHANGED = documented(400, 403, 404, 413, 415, 422)


class EarlierOut(BaseModel):
    id: UUID
    prompt: str
    last_run: datetime


class EarlierPage(BaseModel):
    items: list[EarlierOut]
    next: str | None


class Search(Paging):
    q: str = Field(default="", max_length=500, description="Words that have to stand in the prompt.")


class SavedIn(BaseModel):
    model_config = STRICT

    title: str
    text: str = Field(description="A prompt, perhaps with [variables]; or a list, one value a line.")
    kind: Literal["prompt", "list"] = "prompt"
    team: UUID | None = Field(default=None, description="A team that you may add to; null for yourself.")


class SavedOut(SavedIn):
    model_config = ConfigDict(extra="ignore")

    id: UUID
    changed_at: datetime
    variables: list[str] = Field(description="Names of its [variables].")


class SavedList(BaseModel):
    items: list[SavedOut]


class PresetIn(BaseModel):
    model_config = STRICT

    title: str
    settings: dict[str, list[str]] = Field(
        max_length=300, description="Composer fields by name, such as model, aspect, count, o.<model>.<option>."
    )
    team: UUID | None = None


class PresetOut(PresetIn):
    model_config = ConfigDict(extra="ignore")

    id: UUID
    changed_at: datetime


class PresetList(BaseModel):
    items: list[PresetOut]


class HelpIn(BaseModel):
    model_config = STRICT

    prompt: str = Field(default="", description="Words to improve.")
    image: UUID | None = Field(default=None, description="A picture to describe instead.")


class HelpOut(BaseModel):
    id: UUID
    state: Literal["queued", "sending", "done", "failed"]
    prompt: str
    image: UUID | None
    answer: str
    model: str
    cost: float | None = Field(description="US dollars; null when not known.")
    charged: str
    reason: str
    detail: str
    quote: float | None = Field(description="US dollars that it costs at most; null when not known.")


class HelpQuote(BaseModel):
    price: float | None = Field(description="US dollars at most; null while the chat model's prices are not set.")
    counted: float = Field(description="What it counts as in budgets: an unknown price at the instance's ceiling.")


class HelpVerdict(BaseModel):
    model_config = STRICT

    verdict: Literal["charged", "free"] = Field(alias="as", description="How it is closed.")


@router.get("/prompts/earlier", response={200: EarlierPage, **documented(422)}, operation_id="list_earlier_prompts")
def list_earlier(request: ApiRequest, search: Query[Search]) -> EarlierPage:
    """What you ran, each prompt once, newest first."""
    rows, after = page(history.earlier(request.auth, search.q), search.cursor, search.limit)
    items = [EarlierOut(id=row.pk, prompt=row.text, last_run=row.created_at) for row in rows]
    return EarlierPage(items=items, next=after)


@router.get("/prompts", response={200: SavedList, **documented()}, operation_id="list_prompts")
def list_saved(request: ApiRequest) -> SavedList:
    """Saved prompts and lists, yours and your teams'."""
    return SavedList(items=[saved_out(row) for row in SavedPrompt.objects.visible_to(request.auth)])


@router.post("/prompts", response={201: SavedOut, **documented(400, 403, 413, 415, 422)}, operation_id="save_prompt")
def save(request: ApiRequest, body: SavedIn) -> Status[SavedOut]:
    return Status(201, saved_out(keep_prompt(SavedPrompt(), by=request.auth, **body.model_dump())))


@router.get("/prompts/{id}", response={200: SavedOut, **documented(404)}, operation_id="get_prompt")
def get_saved(request: ApiRequest, id: Id) -> SavedOut:
    return saved_out(get_object_or_404(SavedPrompt.objects.visible_to(request.auth), pk=id))


@router.put("/prompts/{id}", response={200: SavedOut, **CHANGED}, operation_id="change_prompt")
def change(request: ApiRequest, id: Id, body: SavedIn) -> SavedOut:
    """In a team its editors change, its viewers read."""
    return saved_out(
        keep_prompt(changeable(SavedPrompt.objects, id, by=request.auth), by=request.auth, **body.model_dump())
    )


@router.delete("/prompts/{id}", response={204: None, **documented(403, 404)}, operation_id="delete_prompt")
def delete(request: ApiRequest, id: Id) -> Status[None]:
    changeable(SavedPrompt.objects, id, by=request.auth).delete()
    return Status(204, None)


@router.get("/presets", response={200: PresetList, **documented()}, operation_id="list_presets")
def list_presets(request: ApiRequest) -> PresetList:
    """Settings of the composer under a name, yours and your teams'."""
    return PresetList(items=[preset_out(row) for row in Preset.objects.visible_to(request.auth)])


@router.post("/presets", response={201: PresetOut, **documented(400, 403, 413, 415, 422)}, operation_id="save_preset")
def save_preset(request: ApiRequest, body: PresetIn) -> Status[PresetOut]:
    return Status(201, preset_out(kept(Preset(), request, body)))


@router.put("/presets/{id}", response={200: PresetOut, **CHANGED}, operation_id="change_preset")
def change_preset(request: ApiRequest, id: Id, body: PresetIn) -> PresetOut:
    return preset_out(kept(changeable(Preset.objects, id, by=request.auth), request, body))


@router.delete("/presets/{id}", response={204: None, **documented(403, 404)}, operation_id="delete_preset")
def delete_preset(request: ApiRequest, id: Id) -> Status[None]:
    changeable(Preset.objects, id, by=request.auth).delete()
    return Status(204, None)


@router.post(
    "/prompt-helps", response={202: HelpOut, **documented(400, 402, 403, 413, 415, 422)}, operation_id="ask_help"
)
def ask_help(request: ApiRequest, body: HelpIn) -> Status[HelpOut]:
    """A chat model improves a prompt or describes a picture. Look at it again until it is done or failed.

    Its price is reserved and settled like a picture's; a budget that has too little left is a 402.
    """
    row = helping.ask(by=request.auth, prompt=body.prompt, image_id=str(body.image or ""))
    return Status(202, help_out(row))


@router.post(
    "/prompt-helps/quotes",
    response={200: HelpQuote, **documented(400, 403, 413, 415, 422)},
    operation_id="quote_help",
)
def quote_help(request: ApiRequest, body: HelpIn) -> HelpQuote:
    """What it would cost. Spends nothing."""
    price = helping.price_of(body.prompt, picture=body.image is not None)
    return HelpQuote(price=None if price.quote is None else float(price.quote), counted=float(price.counted))


@router.get("/prompt-helps/{id}", response={200: HelpOut, **documented(404)}, operation_id="get_help")
def get_help(request: ApiRequest, id: Id) -> HelpOut:
    return help_out(get_object_or_404(PromptHelp.objects.filter(owner=request.auth), pk=id))


@router.post(
    "/prompt-helps/{id}/resolve",
    response={200: HelpOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="resolve_help",
)
def resolve_help(request: ApiRequest, id: Id, body: HelpVerdict) -> HelpOut:
    """Decides about one that may have been charged: nobody else knows."""
    row = get_object_or_404(PromptHelp.objects.filter(owner=request.auth), pk=id)
    if not helping.close(row, charged=body.verdict == "charged"):
        raise NotPossible("This one is settled already.")
    row.refresh_from_db()
    return help_out(row)


def kept(row: Preset, request: ApiRequest, body: PresetIn) -> Preset:
    settings = {name: values for name, values in body.settings.items() if name not in NOT_KEPT}
    return keep_preset(row, by=request.auth, title=body.title, settings=settings, team=body.team)


def saved_out(row: SavedPrompt) -> SavedOut:
    names = [variable.name for variable in variables(row.text)] if row.kind == "prompt" else []
    facts: dict[str, Any] = {"id": row.pk, "title": row.title, "text": row.text, "kind": row.kind, "team": row.team_id}
    return SavedOut(**facts, changed_at=row.changed_at, variables=names)


def preset_out(row: Preset) -> PresetOut:
    return PresetOut(id=row.pk, title=row.title, settings=row.settings, team=row.team_id, changed_at=row.changed_at)


def help_out(row: PromptHelp) -> HelpOut:
    cost = None if row.cost is None else float(row.cost)
    quote = None if row.quote is None else float(row.quote)
    facts = {name: getattr(row, name) for name in ("state", "answer", "model", "charged", "reason", "detail")}
    return HelpOut(id=row.pk, prompt=row.asked, image=row.image_id, cost=cost, quote=quote, **facts)
