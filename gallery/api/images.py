"""Pictures: list and search them, look at one, put it in the trash and take it back."""

from typing import Annotated
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import Field

from gallery import trash
from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging, page
from gallery.api.problems import Problem, documented, invalid
from gallery.api.shapes import ImageOut, ImagePage, base_of, full
from gallery.browsing import stacks as folding
from gallery.browsing.listing import Listing
from gallery.models import Image, SavedSearch, Team, User
from gallery.search import finding
from gallery.search import query as queries
from gallery.search.facts import Space
from gallery.statements import Prepared

router = Router()

ImageId = Annotated[UUID, Path(description="A picture's id.")]


LINE = (
    'A line as the gallery has it: words, "phrases", -exclusions, and fields: `model:flux rating:>=3 -tag:draft '
    'board:"Spring" is:favourite has:mask shape:portrait color:teal date:2026-10..2026-11`. Bare words may go on '
    '("dun" finds dunes); values with commas are alternatives; a field named twice has to hold twice.'
)
FIELDS = ("model", "vendor", "person", "board", "tag", "rating", "has", "shape", "color", "date", "like")


class Filters(Paging):
    """Each field takes what it takes in the line, with commas between alternatives; all that is given has to hold."""

    q: str = Field(default="", max_length=1000, description=LINE)
    model: str = Field(default="", max_length=200, description="An id of GET /models, or words of a model's name.")
    vendor: str = Field(default="", max_length=200, description="A vendor as GET /models names it.")
    person: str = Field(default="", max_length=200, description="Of a team: a name, a user name, or `me`.")
    board: str = Field(default="", max_length=200, description="A board's name or id.")
    tag: str = Field(default="", max_length=400, description="Any of these tags.")
    without_tag: str = Field(default="", max_length=400, description="None of these tags.")
    rating: str = Field(default="", max_length=20, description="`>=3`, `4`, `2..4` or `none`: yours, or a team's mean.")
    state: str = Field(default="", max_length=80, description="favourite, shared, private, uploaded, generated, demo.")
    has: str = Field(default="", max_length=40, description="parent, mask or title.")
    shape: str = Field(default="", max_length=60, description="portrait, landscape, square or wide.")
    color: str = Field(default="", max_length=100, description="What a picture mostly is, such as teal.")
    date: str = Field(default="", max_length=40, description="`2026-11`, `2026-10..2026-11`, `2026-11-03`, `7d`.")
    like: str = Field(default="", max_length=40, description="The id of a picture that is to be looked like.")
    search: UUID | None = Field(default=None, description="A saved search: its line, in its space.")
    team: UUID | None = Field(default=None, description="A team of yours; without it: what you own.")
    stacks: bool = Field(default=False, description="Pictures of a run as one: its cover, which says how many.")
    trashed: bool = Field(default=False, description="What lies in your trash, instead of the gallery.")


@router.get(
    "/images", response={200: ImagePage, **documented(404, 422)}, operation_id="list_images", summary="List pictures"
)
def list_images(request: ApiRequest, filters: Query[Filters]) -> ImagePage:
    """Yours, or a team's, newest first. Bare references are not among them. Where few fit among very many a page may
    be short and have a next one all the same.
    """
    saved = saved_search(request, filters)
    team = saved.team if saved else team_of(request, filters)
    rows = Image.objects.in_trash_of(request.auth) if filters.trashed else None
    listing = Listing(request.auth, team, asked(filters, saved))
    shown = rows if rows is not None else listing.space()
    found = finding.find(shown, listing.query, Space(request.auth, team))
    if found.problems:
        raise invalid(errors_of(found.problems, filters))
    pictures, after = page(
        found.rows.select_related("owner"), filters.cursor, filters.limit, listing.feed() if found.long else None
    )
    if filters.stacks:
        pictures = folding.fold(found.rows.select_related("owner"), pictures, listed=found.rows, team=team)
    base = base_of(request)
    return ImagePage(items=[full(image, base=base, user=request.auth) for image in pictures], next=after)


def saved_search(request: ApiRequest, filters: Filters) -> SavedSearch | None:
    if filters.search is None:
        return None
    rows = SavedSearch.objects.visible_to(request.auth).select_related("team")
    return get_object_or_404(rows, pk=filters.search)


def team_of(request: ApiRequest, filters: Filters) -> Team | None:
    """A team that I am not in is not there."""
    if filters.team is None or filters.trashed:
        return None
    return get_object_or_404(Team.objects.visible_to(request.auth), pk=filters.team)


def asked(filters: Filters, saved: SavedSearch | None) -> queries.Query:
    given = {name: [getattr(filters, name)] for name in FIELDS} | {"is": [filters.state]}
    given |= {"-tag": [filters.without_tag], "tags": ["any"]}
    given["q"] = [f"{saved.line if saved else ''} {filters.q}"]
    return queries.from_form({name: texts for name, texts in given.items() if texts[0].strip()})


def errors_of(problems: tuple[queries.Problem, ...], filters: Filters) -> dict[str, list[str]]:
    """At the parameter that holds the value, which may be the line."""
    errors: dict[str, list[str]] = {}
    for problem in problems:
        name = {"is": "state", "tag": "tag" if filters.tag else "without_tag"}.get(problem.field, problem.field)
        place = name if getattr(filters, name, "") and name in Filters.model_fields else "q"
        errors.setdefault(place, []).append(problem.sentence)
    return errors


@router.get(
    "/images/{id}", response={200: ImageOut, **documented(404)}, operation_id="get_image", summary="Look at a picture"
)
def get_image(request: ApiRequest, id: ImageId) -> ImageOut:
    """With its whole recipe."""
    return full(visible(request, id), base=base_of(request), user=request.auth)


@router.delete(
    "/images/{id}",
    response={204: None, **documented(403, 404)},
    operation_id="trash_image",
    summary="Put a picture in the trash",
)
def trash_image(request: ApiRequest, id: ImageId) -> Status[None]:
    """Its owner's right. It stays there for a while and can be restored; twice does no harm."""
    trash.trash(own(request, id), by=request.auth)
    return Status(204, None)


@router.post(
    "/images/{id}/restore",
    response={200: ImageOut, **documented(403, 404)},
    operation_id="restore_image",
    summary="Take a picture out of the trash",
)
def restore_image(request: ApiRequest, id: ImageId) -> ImageOut:
    """Back to where it was, in its team too if it was published."""
    image = own(request, id)
    if image.trashed_at:
        trash.restore(image, by=request.auth)
    return full(visible(request, id), base=base_of(request), user=request.auth)


def visible(request: ApiRequest, id: UUID) -> Image:
    image = visible_by_id.first(request.auth.pk, id)
    if image is None:
        raise Http404
    return image


visible_by_id = Prepared(
    lambda person, pk: Image.objects.visible_to(User(pk=person)).select_related("owner").filter(pk=pk).order_by(),
    (1, 2),
    (UUID(int=1), UUID(int=2)),
)


def own(request: ApiRequest, id: UUID) -> Image:
    """One that this person may change, in the trash or not.

    Raises:
        Http404: there is none that this person may see.
        Problem: 403, it is somebody else's.
    """
    image = Image.objects.changeable_by(request.auth).filter(pk=id).first()
    if image:
        return image
    if Image.objects.visible_to(request.auth).filter(pk=id).exists():
        raise Problem(403, "Only the picture's owner may do this.")
    raise Http404
