"""Destroys the files of pictures that were removed long enough ago. The beat does the same once an hour."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gallery.cases import purging


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say how many there are, and touch none.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write(f"{purging.due().count()} would be destroyed.")
            return
        gone = 0
        while done := purging.purge_due():
            gone += done
        self.stdout.write(f"{gone} destroyed.")
