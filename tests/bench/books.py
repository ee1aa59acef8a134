"""Usage by day, model and person over a million rows of the ledger, on PostgreSQL."""

from typing import Any

from tests.bench.shape import Shape
from tests.bench.table import Row, told

MOST = 50  # milliseconds


def rows(shape: Shape, number: int) -> list[Row]:
    found = shape.inside("books", rows=number)
    name = f"PostgreSQL, {found['ledger']:,} ledger rows"
    return [row for days in (30, 365) for row in of_time(f"{name}, {days} days", found, found[f"of_{days}"])]


def of_time(name: str, found: dict[str, Any], at: dict[str, float]) -> list[Row]:
    floor = f"{found['floor']:.1f} ms one row"
    asked = [
        told(f"{name}: usage by {question}", at[question], "ms", floor=floor, most=MOST)
        for question in ("day", "model", "person")
    ]
    return [*asked, told(f"{name}: all that the page adds up", at["page"], "ms", floor=floor, most=MOST)]
