"""``manage.py render_missing``: makes renditions that are not there, here and now; stop and start it as you like."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from gallery.browsing.paging import older
from gallery.files import rendering, storage
from gallery.management.progress import Progress
from gallery.models import Image
from gallery.models.image import ImageQuerySet

A_BATCH = 500


class Command(BaseCommand):
    help = "Makes missing renditions. It goes on where it was stopped; running workers do no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--avif", action="store_true", help="AVIF too, where only WebP is there")
        parser.add_argument("--again", action="store_true", help="also those that could not be decoded before")
        parser.add_argument("--verify", action="store_true", help="look whether the files of finished ones are there")

    def handle(self, *args: Any, avif: bool, again: bool, verify: bool, **options: Any) -> None:
        try:
            if again:
                Image.objects.filter(renditions=rendering.UNDECODABLE).update(renditions=rendering.NONE)
            if verify:
                self.look_for_files()
            self.go_through(rendering.NONE, rendering.render, "WebP")
            if avif:
                self.go_through(rendering.WEBP_DONE, rendering.render_avif, "AVIF")
        except KeyboardInterrupt:
            self.stderr.write("\nStopped. What was made is kept; start it again to go on.")
            raise SystemExit(130) from None

    def go_through(self, state: int, render: Callable[[UUID], bool], name: str) -> None:
        made = tried = 0
        for image in self.each(Image.objects.filter(renditions=state), name):
            tried += 1
            made += render(image.pk)
        self.stdout.write(f"{name}: {made} made, {tried - made} could not be.")

    def look_for_files(self) -> None:
        """A row that says more than the storage has is one to be made again."""
        gone = 0
        for image in self.each(Image.objects.filter(renditions__in=(rendering.WEBP_DONE, rendering.AVIF_DONE)), "Look"):
            state = found_state(image)
            if state != image.renditions:
                gone += Image.objects.filter(pk=image.pk, renditions=image.renditions).update(renditions=state)
        self.stdout.write(f"Look: {gone} without all their files.")

    def each(self, rows: ImageQuerySet, name: str) -> Iterator[Image]:
        """Newest first by keyset: what is made meanwhile leaves the list, and its place is kept."""
        rows = rows.filter(purged_at=None).order_by("-created_at", "-id")
        progress = Progress(self.stderr, name, rows.count())
        batch = list(rows[:A_BATCH])
        while batch:
            for image in batch:
                yield image
                progress.step()
            batch = list(older(rows, batch[-1].created_at, batch[-1].pk)[:A_BATCH])


def found_state(image: Image) -> int:
    """What the storage has of a finished picture. One that is on its way to quarantine is left alone."""
    if image.moving:
        return image.renditions
    names = {
        form: [storage.rendition_name(image, width, form) for width in storage.WIDTHS] for form in ("webp", "avif")
    }
    if not all(map(storage.exists, names["webp"])):
        return rendering.NONE
    whole = image.renditions == rendering.AVIF_DONE and all(map(storage.exists, names["avif"]))
    return rendering.AVIF_DONE if whole else rendering.WEBP_DONE
