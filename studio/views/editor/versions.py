"""The strip below the canvas: what a picture was made from, and what was and is being made of it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from gallery.models import Image
from studio.models import Run
from studio.views.feed.tiles import Tile, tiles_of
from studio.views.feed.wall import shown_generations
from studio.waits import waits_of

RUNS_SHOWN = 12
OTHERS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Version:
    """``kind``: parent, this, ready, waiting or ended; ``number`` counts what was made of this picture."""

    id: str
    kind: str
    state: str
    href: str = ""
    image: Image | None = None
    tile: Tile | None = None
    number: int = 0


def versions_of(user: Any, image: Image) -> list[Version]:
    """Oldest first. A constant number of queries."""
    visible = Image.objects.pictures_visible_to(user)
    parent = visible.filter(pk=image.parent_id).first() if image.parent_id else None
    made = made_of(user, image)
    known = [version.image.pk for version in made if version.image]
    others = visible.filter(parent=image).exclude(pk__in=known).order_by("created_at", "id")[:OTHERS_SHOWN]
    ready = sorted([*made, *(ready_one(other) for other in others)], key=age)
    return [
        *([Version(f"v-{parent.pk}", "parent", state_of(parent), edit_url(parent), parent)] if parent else []),
        Version(f"v-{image.pk}", "this", state_of(image), edit_url(image), image),
        *numbered(ready),
    ]


def made_of(user: Any, image: Image) -> list[Version]:
    """Of this person's own runs, the unfinished ones among them."""
    runs = Run.objects.visible_to(user).with_generations()
    runs = runs.filter(run_references__image=image, run_references__position=1)[:RUNS_SHOWN]
    rows = [(run, row) for run in runs for row in shown_generations(run.generations.all())]
    waits = waits_of([row for _, row in rows])
    tiles = [(run, tile) for run, row in rows for tile in tiles_of(run, row, waits)]
    return [version_of(run, tile) for run, tile in tiles if tile.kind != "blank"]


def version_of(run: Run, tile: Tile) -> Version:
    if tile.image is not None:
        return ready_one(tile.image)
    url = reverse("run", args=[run.pk])
    return Version(f"v-{tile.id}", tile.kind, tile.state, url, tile=tile)


def ready_one(image: Image) -> Version:
    return Version(f"v-{image.pk}", "ready", state_of(image), edit_url(image), image)


def state_of(image: Image) -> str:
    return f"{image.pk}-{image.renditions}"


def edit_url(image: Image) -> str:
    return reverse("edit", args=[image.pk])


def age(version: Version) -> tuple[bool, str]:
    """Ids begin with the time. What is not a picture yet comes last."""
    return version.image is None, str(version.image.pk) if version.image else version.id


def numbered(versions: list[Version]) -> list[Version]:
    return [
        Version(one.id, one.kind, one.state, one.href, one.image, one.tile, number)
        for number, one in enumerate(versions, start=1)
    ]
