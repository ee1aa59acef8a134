"""``manage.py check_storage``: rows without files and files without rows; ``--fix`` sets right what can be."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gallery.files import checking


class Command(BaseCommand):
    help = (
        "Compares pictures with the files that are stored. Reports alone, unless --fix is given: then missing "
        "renditions are made again, and files that no picture knows are moved to lost/. Nothing is ever deleted. "
        "Ends with 1 where something was found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="make renditions again, set strays aside in lost/")

    def handle(self, *args: Any, fix: bool, **options: Any) -> None:
        originals = renditions = strays = 0
        for gap in checking.gaps():
            originals, renditions = originals + gap.original, renditions + (not gap.original)
            self.stdout.write(f"missing {'original' if gap.original else 'rendition'}: {gap.name} of {gap.image}")
            if fix and not gap.original:
                checking.render_again(gap.image)
        for name in list(checking.strays()):
            strays += 1
            aside = f" → {checking.set_aside(name)}" if fix else ""
            self.stdout.write(f"no picture knows: {name}{aside}")
        found = f"{originals} originals missing, {renditions} renditions missing, {strays} files that no picture knows."
        if originals + renditions + strays:
            raise CommandError(found)
        self.stdout.write(found)
