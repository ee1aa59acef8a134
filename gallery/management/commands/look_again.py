"""``manage.py look_again``: measures what pictures look like where that is not known yet."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from gallery.files import rendering, storage
from gallery.models import Image
from gallery.models import words as index
from gallery.models.image import BARE

A_BATCH = 500
RENDERED = (rendering.WEBP_DONE, rendering.AVIF_DONE)


class Command(BaseCommand):
    help = "Measures hash, palette and colours of pictures that lack them. It goes on where it was stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="measure all of them anew")
        parser.add_argument("--words", action="store_true", help="write the search index anew as well")

    def handle(self, *args: Any, all: bool, words: bool, **options: Any) -> None:
        rows = Image.objects.filter(renditions__in=RENDERED, purged_at=None)
        if not all:
            rows = rows.filter(likeness=None)
        ids = list(rows.order_by("-created_at").values_list("pk", flat=True))
        done = 0
        for number, image_id in enumerate(ids, start=1):
            done += look(image_id)
            self.tell("Looked at", number, len(ids))
        self.stdout.write(f"{done} measured, {len(ids) - done} could not be.")
        if words:
            self.index_again()

    def index_again(self) -> None:
        ids = list(Image.objects.exclude(kind__in=BARE).order_by("-created_at").values_list("pk", flat=True))
        for start in range(0, len(ids), A_BATCH):
            index.index(Image.objects.filter(pk__in=ids[start : start + A_BATCH]))
            self.tell("Indexed", min(start + A_BATCH, len(ids)), len(ids))

    def tell(self, what: str, done: int, of: int) -> None:
        if done % 20 == 0 or done == of:
            self.stderr.write(f"{what}: {done} of {of}", ending="\r" if done < of else "\n")


def look(image_id: UUID) -> bool:
    """False where the picture or its copy went meanwhile."""
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return False
    try:
        with default_storage.open(storage.rendition_name(image, storage.WIDTHS[0], "webp")) as file:
            rendering.look(image, file.read())
    except (OSError, ValueError):
        return False
    return True
