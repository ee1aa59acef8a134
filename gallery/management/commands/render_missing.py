"""``manage.py render_missing``: makes renditions that are not there, here and now; stop and start it as you like."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gallery.files import rendering
from gallery.models import Image

TOLD_EVERY = 20


class Command(BaseCommand):
    help = "Makes missing renditions. It goes on where it was stopped; running workers do no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--avif", action="store_true", help="AVIF too, where only WebP is there")
        parser.add_argument("--again", action="store_true", help="also those that could not be decoded before")

    def handle(self, *args: Any, avif: bool, again: bool, **options: Any) -> None:
        if again:
            Image.objects.filter(renditions=rendering.UNDECODABLE).update(renditions=rendering.NONE)
        self.go_through(rendering.NONE, rendering.render, "WebP")
        if avif:
            self.go_through(rendering.WEBP_DONE, rendering.render_avif, "AVIF")

    def go_through(self, state: int, render: Any, name: str) -> None:
        ids = list(Image.objects.filter(renditions=state).order_by("-created_at").values_list("pk", flat=True))
        made = 0
        for done, image_id in enumerate(ids, start=1):
            made += render(image_id)
            if done % TOLD_EVERY == 0 or done == len(ids):
                self.stderr.write(f"{name}: {done} of {len(ids)}", ending="\r" if done < len(ids) else "\n")
        self.stdout.write(f"{name}: {made} made, {len(ids) - made} could not be.")
