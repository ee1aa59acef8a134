"""Rows and tiny files for measuring: pictures of a person or a team, with boards, tags, members, picks, ratings."""

import errno
import hashlib
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image as Pixels

from gallery.access import Role
from gallery.files import looks, storage
from gallery.ids import uuid7
from gallery.ingest import spool_folder
from gallery.management.copying import Block
from gallery.models import Board, Image, Likeness, Membership, Pick, Tag, Team, User, words
from gallery.models.board import BoardItem
from gallery.models.tag import Rating, Tagging

A_BATCH = 2000
A_BLOCK = 20_000  # pictures that are made one by one
APART = timedelta(minutes=1)
SHAPES = ((1024, 1024), (1536, 1024), (1024, 1536), (1344, 768), (768, 1344))
MODELS = (
    ("openai/gpt-image-1.5", "GPT Image 1.5", "OpenAI"),
    ("bfl/flux-2-pro", "Flux 2 Pro", "Black Forest Labs"),
    ("qianfan/qwen-image", "Qwen Image", "Alibaba"),
    ("doubao/doubao-seedream-4-5", "Seedream 4.5", "ByteDance"),
)
THINGS = ("harbour", "bottle", "dune", "poster", "branch", "vase", "mountain", "speaker", "stone", "sea")
LIGHTS = ("at dawn", "in low sun", "under clouds", "by night", "in soft haze", "against the light")
COLORS = ("#5a6b4d", "#c08552", "#2f6f73", "#8d99ae", "#b5523b", "#e0c097", "#3b3f5c", "#7d8f69")
LARGEST_BOARD = 100_000  # pictures of the first board


@dataclass(slots=True)
class Filling:
    """``people`` own the pictures in turns; in a ``team`` they are published there. ``files``: how many get any."""

    people: Sequence[User]
    team: Team | None = None
    boards: Sequence[Board] = ()
    tags: Sequence[Tag] = ()
    files: int = 0
    models: dict[tuple[int, int], dict[str, Path]] = field(default_factory=dict)

    def fill(self, number: int) -> Iterator[int]:
        """Makes ``number`` pictures, newest first, and says after each batch how many it had.

        The first are made one by one, as any picture is; the older ones are copies of them within the database.
        """
        ids: list[UUID] = []
        for batch in self.one_by_one(min(number, A_BLOCK)):
            ids += batch
            yield len(batch)
        if number > len(ids):
            board = self.boards[0].pk if self.boards else None
            yield from Block(ids, board, len(self.boards), LARGEST_BOARD).copies(number - len(ids))
        finish()

    def one_by_one(self, number: int) -> Iterator[list[UUID]]:
        rows = self.rows(number)
        first = 0
        while batch := list(islice(rows, A_BATCH)):
            with transaction.atomic():
                QuerySet.bulk_create(Image.objects.all(), batch)
                self.arrange(batch, first)
                words.index(batch)
            for index, image in enumerate(batch, start=first):
                if index < self.files:
                    self.hang(image)
            first += len(batch)
            yield [image.pk for image in batch]

    def rows(self, number: int) -> Iterator[Image]:
        """A minute apart; every thousandth prompt has a word of its own."""
        now = timezone.now()
        for index in range(number):
            at = now - APART * index
            yield Image(
                id=uuid7(), owner=self.people[index % len(self.people)], team=self.team,
                published_at=at if self.team else None, created_at=at, **facts(index),
            )  # fmt: skip

    def arrange(self, images: Sequence[Image], first: int) -> None:
        """Each picture lies on one board, the newest on the first one too, has two tags, and now and then more."""
        by, numbered = self.people[0], list(enumerate(images, start=first))
        items = [BoardItem(board=board, image=image, position=index, by=by)
                 for index, image in numbered for board in self.boards_of(index)]  # fmt: skip
        BoardItem.objects.bulk_create(items, A_BATCH)
        tagged = [Tagging(tag=tag, image=image, by=by) for index, image in numbered for tag in self.tags_of(index)]
        Tagging.objects.bulk_create(tagged, A_BATCH)
        picked = [Pick(image=image, team=self.team, by=image.owner) for index, image in numbered if index % 100 == 0]
        Pick.objects.bulk_create(picked)
        stars = [Rating(image=image, user=image.owner, stars=index // 10 % 5 + 1)
                 for index, image in numbered if index % 10 == 0]  # fmt: skip
        Rating.objects.bulk_create(stars, A_BATCH)
        Likeness.objects.bulk_create([look(image, index) for index, image in numbered], A_BATCH)

    def boards_of(self, index: int) -> set[Board]:
        if not self.boards:
            return set()
        largest = {self.boards[0]} if index < LARGEST_BOARD else set()
        return largest | {self.boards[index % len(self.boards)]}

    def tags_of(self, index: int) -> set[Tag]:
        return {self.tags[index % len(self.tags)], self.tags[index // 7 % len(self.tags)]} if self.tags else set()

    def hang(self, image: Image) -> None:
        """Its files, which share their bytes with all of the same shape and colour: a hard link is a name more."""
        made = self.models.setdefault((image.width, image.height), {})
        for key in (storage.original_key(image.pk, image.format), *renditions_of(image)):
            name = f"{image.color[1:]}-{key.rpartition('/')[2] if 'renditions' in key else 'original.png'}"
            if name not in made:
                made[name] = drawn(image, name)
            link(made[name], key)


def facts(index: int) -> dict[str, Any]:
    model, label, vendor = MODELS[index % len(MODELS)]
    width, height = SHAPES[index % len(SHAPES)]
    rare = f", rarity{index}" if index % 1000 == 0 else ""
    words = f"a {THINGS[index % len(THINGS)]} {LIGHTS[index % len(LIGHTS)]}, number {index}{rare}"
    return {
        "prompt": words, "model": model, "model_label": label, "vendor": vendor, "cost": Decimal("0.03"),
        "width": width, "height": height, "format": "png", "bytes": 1000, "sha256": f"{index:064x}",
        "color": COLORS[index % len(COLORS)], "renditions": 1, "seconds": 4.2,
        "asked": {"aspect": "3:2", "options": {"quality": "high"}, "references": []},
    }  # fmt: skip


def look(image: Image, index: int) -> Likeness:
    """As if it were a picture of its own: no two are alike."""
    dhash = int.from_bytes(hashlib.sha256(b"%d" % index).digest()[:8])
    columns = {f"band{number}": band for number, band in enumerate(looks.bands(dhash))}
    return Likeness(
        image=image, dhash=looks.signed(dhash), palette=[[image.color, 1]], colors=colors_of(image.color), **columns
    )


@cache
def colors_of(color: str) -> list[str]:
    return list(looks.colors(Pixels.new("RGB", (8, 8), color)))


def renditions_of(image: Image) -> list[str]:
    return [storage.rendition_key(image.pk, width, "webp") for width in storage.WIDTHS]


def drawn(image: Image, name: str) -> Path:
    """A plain picture in the row's colour, as a file beside those that are on their way."""
    stem, form = name.partition("-")[2].split(".")
    width = min(image.width, int(stem)) if stem.isdecimal() else image.width
    buffer = io.BytesIO()
    size = width, max(1, round(image.height * width / image.width))
    Pixels.new("RGB", size, image.color).save(buffer, "WEBP" if form == "webp" else "PNG")
    path = spool_folder() / f"fill-{image.width}x{image.height}-{name}"
    path.write_bytes(buffer.getvalue())
    return path


def link(source: Path, key: str) -> None:
    target = storage.local_path(key)
    assert target is not None
    target.parent.mkdir(parents=True, exist_ok=True, mode=storage.DIRECTORY_MODE)
    with suppress(FileExistsError):
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copyfile(source, target)


def team_called(name: str, owner: User) -> Team:
    """Theirs of this name, made where it is not."""
    team = Team.objects.filter(name=name, memberships__user=owner, memberships__role=Role.OWNER).first()
    if team is None:
        team = Team.objects.create(name=name)
        Membership.objects.create(team=team, user=owner, role=Role.OWNER)
    return team


def members_of(team: Team, number: int) -> list[User]:
    """The team's people, with editors who cannot sign in until there are ``number``."""
    there = list(User.objects.filter(memberships__team=team).order_by("pk"))
    new = [User(username=f"member-{team.pk.hex[-8:]}-{index}", password="!") for index in range(number - len(there))]  # noqa: S106
    User.objects.bulk_create(new)
    Membership.objects.bulk_create([Membership(team=team, user=user, role=Role.EDITOR) for user in new])
    return [*there, *new]


def boards_for(owner: User, team: Team | None, number: int) -> list[Board]:
    new = [Board(owner=owner, team=team, name=f"Board {index}", position=index) for index in range(1, number + 1)]
    return Board.objects.bulk_create(new)


def tags_for(owner: User, team: Team | None, number: int) -> list[Tag]:
    space: dict[str, Any] = {"team": team} if team else {"owner": owner}
    new = [Tag(name=f"tag-{index}", **space) for index in range(1, number + 1)]
    Tag.objects.bulk_create(new, ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=[tag.name for tag in new], **space))


def finish() -> None:
    """The planner is told what there is now, and PostgreSQL does what its autovacuum would do soon; the few files that
    others are links to have done their work.
    """
    for path in spool_folder().glob("fill-*"):
        path.unlink(missing_ok=True)
    tidies = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if tidies else "ANALYZE")
