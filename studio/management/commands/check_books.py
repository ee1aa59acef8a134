"""Compares what the usage pages read with the ledger, and makes it anew where asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studio.usage import checking

SHOWN = 20


class Command(BaseCommand):
    help = "Compares the days' sums with the ledger; fails where they differ. --rebuild makes all of them anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="sum all days up anew, such as after another TIME_ZONE"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.stdout.write(f"{checking.rebuild()} sums written.")
        wrong = list(checking.differences())
        for day, person, words in wrong[:SHOWN]:
            self.stdout.write(f"{day}, person {person}: {words}")
        if wrong:
            raise CommandError(f"{len(wrong)} days of a person differ from the ledger. --rebuild mends them.")
        self.stdout.write("The days' sums are what the ledger says.")
