"""``manage.py fill_gallery USERNAME --images N``: rows for measuring, without files of their own."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gallery.ids import uuid7
from gallery.models import Image, User

A_BATCH = 5000
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


class Command(BaseCommand):
    help = "Makes rows of pictures for measuring lists and searches. They have no files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--images", type=int, default=10_000)

    def handle(self, *args: Any, username: str, images: int, **options: Any) -> None:
        owner = User.objects.filter(username=username).first()
        if owner is None:
            raise CommandError(f"There is nobody called {username}.")
        made = rows(owner, images)
        while batch := list(islice(made, A_BATCH)):
            Image.objects.bulk_create(batch)
        self.stdout.write(f"{images} rows for {username}.")


def rows(owner: User, number: int) -> Iterator[Image]:
    """Newest first, a minute apart; every thousandth prompt has a word of its own."""
    now = timezone.now()
    for index in range(number):
        model, label, vendor = MODELS[index % len(MODELS)]
        width, height = SHAPES[index % len(SHAPES)]
        rare = f", rarity{index}" if index % 1000 == 0 else ""
        yield Image(
            id=uuid7(),
            owner=owner,
            prompt=f"a {THINGS[index % len(THINGS)]} {LIGHTS[index % len(LIGHTS)]}, number {index}{rare}",
            model=model,
            model_label=label,
            vendor=vendor,
            cost=Decimal("0.03"),
            width=width,
            height=height,
            format="png",
            bytes=1000,
            sha256="0" * 64,
            renditions=2,
            created_at=now - APART * index,
        )
