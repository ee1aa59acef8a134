"""``manage.py verify_audit``: walks the audit trail and names the first entry that is not as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gallery.audit import link
from gallery.audit.verifying import verify


class Command(BaseCommand):
    help = "Checks the audit trail's chain of hashes. Exits with 1 at the first entry that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            metavar="HASH",
            help="a hash that this command or an export told earlier: the trail has to hold it; may be repeated",
        )

    def handle(self, *args: Any, anchor: list[str], **options: Any) -> None:
        link()
        found = verify(one.lower() for one in anchor)
        if found.broken:
            raise CommandError(f"Entry {found.broken.number}: {found.broken.reason}.")
        erased = f", {found.erased} of them erased in part" if found.erased else ""
        self.stdout.write(f"{found.entries} entries{erased}, chain unbroken. Last: {found.hash or 'none'}")
