"""What a run is asked for, and POST /quotes: its price before anything is spent."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Header, Router
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented, invalid
from gallery.api.shapes import dollars
from gallery.models import Board, Image, Project, Team, User
from gallery.organising import boards
from gallery.people import teams
from studio import catalogue, offer, submission
from studio.api.alternatives import expansion_of
from studio.catalogue.counting import MAX_COUNT
from studio.catalogue.rules import PROMPT_MAX
from studio.composing.places import Place, on_board
from studio.money.budgets import Room
from studio.money.outlook import Outlook, foresee
from studio.submission import MAX_MODELS, Order

router = Router()

KEY_REUSED = "urn:pinacoteca:problem:idempotency-key-reused"
STRICT = ConfigDict(extra="forbid", strict=True)
MOST_REFERENCES = 40
ANY_PROMPT = "A picture"  # no price depends on the words
EXAMPLE: dict[str, Any] = {
    "prompt": "A deer in a misty pine forest at dawn, film grain",
    "models": [{"id": "openai/gpt-image-1.5", "options": {"quality": "high"}}],
    "aspect": "3:2",
    "count": 2,
}

ImageId = Annotated[UUID, Field(strict=False)]
REPLAYED = "Idempotency-Replayed"
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[\x20-\x7e]*$",
        description="Up to 200 characters of your choosing. The same key again gives the same one, and spends nothing.",
    ),
]


class ModelWanted(BaseModel):
    model_config = STRICT

    id: str = Field(max_length=100, description="An id of GET /models.")
    options: dict[str, Any] = Field(default={}, max_length=100, description="Options of this model, by name.")


class ReferenceWanted(BaseModel):
    model_config = STRICT

    id: ImageId
    role: Literal["", "style", "character"] = Field(
        default="", description="What it is for, where a model knows roles; the others take it as any reference."
    )


class SentAlong(BaseModel):
    """What goes with a prompt, and where what is made goes."""

    references: list[ImageId | ReferenceWanted] = Field(
        default=[],
        max_length=MOST_REFERENCES,
        description="Pictures that you may see, in order: an id, or an id with a role.",
    )
    mask: ImageId | None = Field(
        default=None,
        description="A mask of yours (POST /images, kind mask): what of the first reference to repaint.",
    )
    remix_of: ImageId | None = Field(
        default=None, description="A picture that you may see: what is made names it as its parent."
    )
    team: ImageId | None = Field(default=None, description="A team that you may publish in: what is made goes there.")
    project: ImageId | None = Field(
        default=None, description="An open project that you may make pictures for; its team is the run's."
    )
    board: ImageId | None = Field(
        default=None, description="A board that you may lay pictures on; its team and project are the run's."
    )


class QuoteIn(SentAlong):
    """As a run; the prompt may be left out, since no price depends on it."""

    model_config = STRICT | {"json_schema_extra": {"examples": [EXAMPLE]}}

    prompt: str | None = Field(default=None, max_length=PROMPT_MAX)
    models: list[ModelWanted] = Field(min_length=1, max_length=MAX_MODELS)
    aspect: str | None = Field(
        default=None, max_length=10, description='A shape such as "3:4", or "auto". The nearest one is taken and said.'
    )
    count: int = Field(default=1, ge=1, le=MAX_COUNT, description="Pictures of each model.")
    expand: bool = Field(default=False, description="Prompts are literal; true reads {a|b} and {@list}.")


class RunIn(QuoteIn):
    """A prompt for one or several models."""

    prompt: str = Field(max_length=PROMPT_MAX)


class QuoteItem(BaseModel):
    id: str
    label: str
    count: int = Field(description="Pictures, of all prompts.")
    calls: int = Field(description="Calls to the model that these take.")
    aspect: str
    size: list[int] | None = Field(description="Pixels asked for, width and height, where known.")
    price: float | None = Field(description="US dollars for all of them; null when unknown.")
    warnings: list[str] = Field(description="What will differ from what was asked for.")


class BudgetLeft(BaseModel):
    """One monthly budget that the run would count for. US dollars."""

    name: str = Field(description="The team's or project's name, or what it is in words.")
    kind: str = Field(description="instance, team, project or person.")
    limit: float
    left: float = Field(description="Before this run.")
    left_after: float = Field(description="Negative where the run would be refused.")


class QuoteOut(BaseModel):
    prompts: int = Field(description="How many prompts it stands for; with `expand` perhaps several.")
    total: float | None = Field(description="US dollars; null while any price is unknown.")
    known: float = Field(description="The sum of the known prices.")
    unknown: list[str] = Field(description="Ids of the models whose price is not known.")
    items: list[QuoteItem] = Field(description="Per model, in the order asked for.")
    counted: float = Field(description="What it counts as in budgets: an unknown price at the instance's ceiling.")
    budgets: list[BudgetLeft] = Field(description="Those of this month that it counts for.")
    allowed: bool = Field(description="False where a budget has too little left: the run would be a 402.")
    dear: bool = Field(description="Above the sum from which the pages ask before they run it.")


@router.post(
    "/quotes",
    response={200: QuoteOut, **documented(400, 403, 413, 415, 422)},
    operation_id="quote",
    summary="Price a run",
)
def quote(request: ApiRequest, body: QuoteIn) -> QuoteOut:
    """What a run would cost, by the catalogue's list prices, and how the shape comes out. Spends nothing.

    With `expand` it is the price of all prompts that the alternatives make.
    """
    place = place_of(body, request.auth)
    body, prompts = read_out(body, request.auth)
    order = order_of(body, request.auth)
    prices = [price if price is None else price * prompts for price in order.quotes]
    known = sum((price for price in prices if price is not None), Decimal(0))
    quotes = order.quotes * prompts
    outlook = foresee(order.asked * prompts, quotes, person=request.auth, team=place.team, project=place.project)
    return QuoteOut(
        prompts=prompts,
        total=None if None in prices else float(known),
        known=float(known),
        unknown=[asked.spec.id for asked, price in zip(order.asked, prices, strict=True) if price is None],
        items=[item_of(asked, dollars(price), prompts) for asked, price in zip(order.asked, prices, strict=True)],
        counted=float(outlook.counted),
        budgets=[left_of(room, outlook) for room in outlook.rooms],
        allowed=outlook.over is None,
        dear=outlook.asks,
    )


def read_out(body: QuoteIn, user: User) -> tuple[QuoteIn, int]:
    """The body with the first of the prompts that it stands for, and how many these are. Raises Invalid."""
    if not body.expand or body.prompt is None:
        return body, 1
    expansion = expansion_of(body.prompt, user)
    return body.model_copy(update={"prompt": expansion.first(1)[0]}), expansion.count


def left_of(room: Room, outlook: Outlook) -> BudgetLeft:
    return BudgetLeft(
        name=room.name,
        kind=room.scope.kind,
        limit=float(room.limit),
        left=float(room.left),
        left_after=float(room.after(outlook.counted)),
    )


def item_of(asked: catalogue.Asked, price: float | None, prompts: int) -> QuoteItem:
    return QuoteItem(
        id=asked.spec.id,
        label=asked.spec.label,
        count=asked.count * prompts,
        calls=len(asked.calls) * prompts,
        aspect=asked.aspect,
        size=list(asked.size) if asked.size else None,
        price=price,
        warnings=list(asked.warnings),
    )


def order_of(body: QuoteIn, user: User) -> Order:
    """The body as an order that passed the rules.

    Raises:
        Problem: 422 for references and masks that this person may not use.
        Invalid: the rules refuse it.
    """
    entries = entries_of(body)
    order = submission.check(
        prompt=ANY_PROMPT if body.prompt is None else body.prompt,
        models=[wanted.model_dump() for wanted in body.models],
        aspect=body.aspect,
        count=body.count,
        references=references_of([id for id, _ in entries], user),
        roles=[role for _, role in entries],
        mask=mask_of(body.mask, user),
        known=partial(offer.get, user=user),
    )
    return replace(order, remix_of=remixed(body.remix_of, user))


def entries_of(body: SentAlong) -> list[tuple[UUID, str]]:
    """(id, role) of each reference."""
    return [(it.id, it.role) if isinstance(it, ReferenceWanted) else (it, "") for it in body.references]


def references_of(ids: Sequence[UUID], user: User) -> list[Image]:
    known = Image.objects.pictures_visible_to(user).in_bulk(list(ids)) if ids else {}
    missing = {
        f"references.{index}": ["There is no picture of this id that you may see."]
        for index, id in enumerate(ids)
        if id not in known
    }
    if missing:
        raise invalid(missing)
    return [known[id] for id in ids]


def remixed(id: UUID | None, user: User) -> Image | None:
    if id is None:
        return None
    image = Image.objects.pictures_visible_to(user).filter(pk=id).first()
    if image is None:
        raise invalid({"remix_of": ["There is no picture of this id that you may see."]})
    return image


def mask_of(id: UUID | None, user: User) -> Image | None:
    if id is None:
        return None
    mask = Image.objects.masks_of(user).filter(pk=id).first()
    if mask is None:
        raise invalid({"mask": ["There is no mask of this id that is yours."]})
    return mask


def team_of(body: SentAlong, user: User) -> Team | None:
    if body.team is None:
        return None
    team = Team.objects.visible_to(user).filter(pk=body.team).first()
    if team is None:
        raise invalid({"team": ["There is no team of this id that you are in."]})
    teams.require_publisher(team, user)
    return team


def project_of(body: SentAlong, user: User, team: Team | None) -> Project | None:
    if body.project is None:
        return None
    project = Project.objects.visible_to(user).open().select_related("team").filter(pk=body.project).first()
    if project is None:
        raise invalid({"project": ["There is no open project of this id that you may see."]})
    teams.require_publisher(project.team, user)
    if team is not None and project.team_id != team.pk:
        raise invalid({"project": ["This project is another team's. Leave the team out, or give the project's."]})
    return project


def place_of(body: SentAlong, user: User) -> Place:
    """
    Raises:
        Problem: 422 where one of team, project and board is not this person's to see, or they contradict.
        PermissionDenied: they see it and only look.
    """
    team = team_of(body, user)
    project = project_of(body, user, team)
    place = Place(team or (project.team if project else None), project)
    if body.board is None:
        return place
    board = Board.objects.visible_to(user).select_related("team", "project").filter(pk=body.board).first()
    if board is None:
        raise invalid({"board": ["There is no board of this id that you may see."]})
    boards.require_editor(board, user)
    whole = on_board(board)
    if (team and team != whole.team) or (project and project != whole.project):
        raise invalid({"board": ["This board lies elsewhere. Leave team and project out, or give the board's."]})
    return whole


def key_reused() -> Problem:
    sentence = "This key was used for another request. Take a new key for a new run."
    return invalid({"Idempotency-Key": [sentence]}, type=KEY_REUSED)
