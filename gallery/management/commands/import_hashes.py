"""Puts the hashes of a file onto the block list or the allow list: 16 hexadecimal digits a line, a reason after it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gallery.judging import block_list
from gallery.models import ListedHash

REASON_MAX = 500
MOST_TOLD = 5


class Command(BaseCommand):
    help = (
        "Puts hashes onto the block list or the allow list. A line of the file is 16 hexadecimal digits (the dHash of "
        "8 × 8 neighbours), then optionally a comma or a tab and a reason. All of the file is read, or none of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--list", choices=ListedHash.List.values, default=ListedHash.List.BLOCK)
        parser.add_argument("--reason", default="", help="where a line names none")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        wrong: list[int] = []
        pairs = list(self.read(lines, options["reason"], wrong))
        if wrong:
            raise CommandError(
                f"No hash of 16 digits in line {', '.join(map(str, wrong[:MOST_TOLD]))}: nothing is kept."
            )
        new = block_list.import_hashes(pairs, name=options["list"], source=path.name[:200])
        self.stdout.write(f"{new} new of {len(pairs)}")

    def read(self, lines: list[str], reason: str, wrong: list[int]) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            digits, _, said = line.replace("\t", ",", 1).partition(",")
            value = block_list.read(digits)
            if value is None:
                wrong.append(number)
            else:
                yield value, (said.strip() or reason)[:REASON_MAX]
