"""A picture as JSON. Addresses are absolute, take the same token, and stay good as long as the picture."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from pydantic import BaseModel, Field

from gallery.files.storage import WIDTHS
from gallery.models import Image


class RenditionOut(BaseModel):
    """A smaller copy in WebP or AVIF, whichever the caller accepts; the original until it is made."""

    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    url: str


class ImageBrief(BaseModel):
    id: UUID
    width: int = Field(description="Pixels of the original.")
    height: int = Field(description="Pixels of the original.")
    file: str = Field(description="Where the original lies, byte for byte as the vendor delivered it.")
    renditions: list[RenditionOut] = Field(description="Smaller copies; none is ever enlarged.")


class StackBrief(BaseModel):
    run: UUID
    images: int = Field(description="How many of the list lie in it.")


class ImageOut(ImageBrief):
    """A picture with its whole recipe."""

    kind: str = Field(description="generated, upload, reference or mask.")
    title: str
    alt: str = Field(description="Words for those who do not see it.")
    notes: str = Field(description="Its owner's.")
    branch: str = Field(description="What its owner calls the line from it on.")
    created_at: datetime
    parent: UUID | None = Field(description="The picture that it was made from.")
    relation: str = Field(description="How: remix, edit, variation, erase, repaint, reframe, extend or crop.")
    owner: str = Field(description="The owner's name.")
    mine: bool
    team: UUID | None = Field(description="The team it is published in.")
    published_at: datetime | None
    trashed_at: datetime | None
    prompt: str
    revised_prompt: str = Field(description="The prompt as the vendor rewrote it, where it did.")
    model: str
    model_label: str
    vendor: str
    asked: dict[str, Any] = Field(description="Aspect, options and references as asked for.")
    seed: int | None
    cost: float | None = Field(description="US dollars; null when unknown.")
    seconds: float | None = Field(description="From sending to the stored original.")
    request_id: str = Field(description="The gateway's id of the call, for support.")
    sandbox: bool = Field(description="Drawn by the demo gateway; nothing was charged.")
    format: str
    bytes: int
    sha256: str
    file_name: str = Field(description="What an upload was called.")
    stack: StackBrief | None = Field(default=None, description="With `stacks`: what this picture is the cover of.")


class ImagePage(BaseModel):
    items: list[ImageOut]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


def dollars(amount: Decimal | None) -> float | None:
    """Amounts have four decimals, which a JSON number holds exactly enough to print them back."""
    return None if amount is None else float(amount)


def base_of(request: HttpRequest) -> str:
    """Where the API begins, ending in a slash."""
    return request.build_absolute_uri(reverse("api:api-root"))


def brief(image: Image, base: str) -> ImageBrief:
    return ImageBrief(**brief_fields(image, base))


def brief_fields(image: Image, base: str) -> dict[str, Any]:
    here = f"{base}images/{image.id}"
    return {
        "id": image.id,
        "width": image.width,
        "height": image.height,
        "file": f"{here}/file",
        "renditions": [rendition(image, slot, f"{here}/rendition?w={slot}") for slot in slots(image.width)],
    }


def slots(width: int) -> list[int]:
    """The widths that are narrower, and the first that holds the whole picture, which is not enlarged for it."""
    return [slot for slot in WIDTHS if slot < width] + [slot for slot in WIDTHS if slot >= width][:1]


def rendition(image: Image, slot: int, url: str) -> RenditionOut:
    width = min(slot, image.width)
    return RenditionOut(width=width, height=max(1, round(image.height * width / image.width)), url=url)


PLAIN_FIELDS = (
    "kind",
    "title",
    "notes",
    "branch",
    "created_at",
    "relation",
    "published_at",
    "trashed_at",
    "prompt",
    "revised_prompt",
    "model",
    "model_label",
    "vendor",
    "asked",
    "seed",
    "seconds",
    "request_id",
    "sandbox",
    "format",
    "bytes",
    "sha256",
    "file_name",
)


def full(image: Image, *, base: str, user: Any) -> ImageOut:
    """Needs the owner selected."""
    return ImageOut(
        **brief_fields(image, base),
        **{name: getattr(image, name) for name in PLAIN_FIELDS},
        alt=image.alt_text,
        owner=image.owner.name,
        mine=image.owner_id == user.pk,
        team=image.team_id,
        parent=image.parent_id,
        cost=dollars(image.cost),
        stack=StackBrief(run=pile.run, images=pile.number) if (pile := getattr(image, "pile", None)) else None,
    )
