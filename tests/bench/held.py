"""The moderators' queue at 100,000 waiting cases: on SQLite, and on PostgreSQL where it is here."""

from tests.bench.shape import Shape
from tests.bench.table import Row, told

MOST = 25  # milliseconds
NAMES = {
    "first": "the queue",
    "counted": "the queue, its counts forgotten",
    "deep": "the queue, nine tenths down",
    "reports": "reports alone",
}


def rows(name: str, shape: Shape, number: int) -> list[Row]:
    found = shape.inside("held", rows=number)
    floor = f"{found['floor']:.1f} ms bare SQL"
    told_rows = [
        told(f"{name}, {number:,} cases: {words}", found[key], "ms", floor=floor, most=MOST)
        for key, words in NAMES.items()
    ]
    return [*told_rows, told(f"{name}, {number:,} cases: one of them", found["item"], "ms", floor=floor, most=60)]
