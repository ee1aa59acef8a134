"""`make bench`: python -m tests.bench --scale quick|full [--only NAME …]"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import (
    books,
    bursts,
    held,
    judged,
    killed,
    proxied,
    scrolling,
    smaller,
    streams,
    taking,
    thumbs,
    visits,
    waiting,
    walls,
    weight,
)
from tests.bench.services import Services, services
from tests.bench.shape import Sandbox, Shape
from tests.bench.table import Row, machine, printed


@dataclass
class Bench:
    """What the parts share: a folder, the sandbox, the services of this machine and the scale."""

    folder: Path
    sandbox: Sandbox
    services: Services | None
    full: bool

    @contextmanager
    def shape(self, name: str, served: bool = False) -> Iterator[Shape]:
        """A running product on an empty folder and, when ``served``, an empty database."""
        folder = self.folder / name
        folder.mkdir()
        with ExitStack() as stack:
            found = stack.enter_context(self.services.empty()) if served and self.services else {}
            shape = Shape("supervisor", folder, sandbox_url=self.sandbox.url, services=found)
            stack.callback(shape.stop)
            yield shape.start()


def default_shape(bench: Bench) -> list[Row]:
    with bench.shape("default") as shape:
        rows = weight.rows(shape) + bursts.rows(shape, bench.sandbox, "SQLite", 7 if bench.full else 5)
        bursts.settled(shape)
        rows += thumbs.rows(shape) + proxied.rows(shape) + streams.rows(shape)
        rows += killed.rows(shape, bench.sandbox, "SQLite")
        bursts.settled(shape)
        return rows + waiting.rows(shape, bench.sandbox, "SQLite")


def served_shape(bench: Bench) -> list[Row]:
    if bench.services is None:
        return [Row("PostgreSQL + Redis", "not on this machine")]
    with bench.shape("served", served=True) as shape:
        return bursts.rows(shape, bench.sandbox, "PostgreSQL", 7 if bench.full else 5)


def rendered(bench: Bench) -> list[Row]:
    return smaller.rows(bench.sandbox, bench.folder)


def walls_of(bench: Bench) -> list[Row]:
    """Rows of a million stand behind --scale full."""
    folder = bench.folder / "walls"
    folder.mkdir()
    without_broker = {"CACHE_URL": "locmem://"}
    shape = Shape("web", folder, sandbox_url=bench.sandbox.url, services=without_broker)
    sizes = {number: walls.measured(shape, number) for number in (10_000, 100_000)}
    found = walls.rows("SQLite", sizes) + walls.weight(sizes[10_000])
    found += walls.loaded("SQLite, 100,000", sizes[100_000], walls.of_team(shape, 100_000))
    if bench.services is None:
        return found
    with bench.services.empty() as services:
        served = Shape("served", folder, sandbox_url=bench.sandbox.url, services=services)
        numbers = (10_000, 100_000, 1_000_000) if bench.full else (10_000, 100_000)
        sizes = {number: walls.measured(served, number) for number in numbers}
        largest = max(numbers)
        found += walls.rows("PostgreSQL", sizes)
        return found + walls.loaded(
            f"PostgreSQL, {largest:,}", sizes[largest], walls.of_team(served, largest if bench.full else 100_000)
        )


def taken_away(bench: Bench) -> list[Row]:
    folder = bench.folder / "taken"
    folder.mkdir()
    shape = Shape("web", folder, sandbox_url=bench.sandbox.url, services={"CACHE_URL": "locmem://"})
    return taking.rows(shape) + scrolling.rows(shape)


def visited(bench: Bench) -> list[Row]:
    folder = bench.folder / "visits"
    folder.mkdir()
    return visits.rows(Shape("web", folder, sandbox_url=bench.sandbox.url, services={"CACHE_URL": "locmem://"}))


def books_of(bench: Bench) -> list[Row]:
    if bench.services is None:
        return [Row("PostgreSQL", "not on this machine")]
    folder = bench.folder / "books"
    folder.mkdir()
    with bench.services.empty() as services:
        shape = Shape("served", folder, sandbox_url=bench.sandbox.url, services=services)
        return books.rows(shape, 1_000_000 if bench.full else 100_000)


def held_of(bench: Bench) -> list[Row]:
    folder = bench.folder / "held"
    folder.mkdir()
    shape = Shape("web", folder, sandbox_url=bench.sandbox.url, services={"CACHE_URL": "locmem://"})
    found = held.rows("SQLite", shape, 100_000)
    if bench.services is None:
        return found
    with bench.services.empty() as services:
        served = Shape("served", folder, sandbox_url=bench.sandbox.url, services=services)
        return found + held.rows("PostgreSQL", served, 100_000)


PARTS: dict[str, Callable[[Bench], list[Row]]] = {
    "renditions": rendered,
    "default": default_shape,
    "served": served_shape,
    "walls": walls_of,
    "export": taken_away,
    "visits": visited,
    "books": books_of,
    "held": held_of,
    "judged": lambda bench: judged.rows(),
}


def measured(bench: Bench, only: list[str]) -> list[Row]:
    rows: list[Row] = []
    for name, part in PARTS.items():
        if only and name not in only:
            continue
        start = time.monotonic()
        found = part(bench)
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
        print(printed(found), file=sys.stderr, flush=True)
        rows += found
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--scale", choices=("quick", "full"), default="quick")
    parser.add_argument("--only", nargs="*", choices=tuple(PARTS), default=[])
    given = parser.parse_args()
    before = machine()
    with tempfile.TemporaryDirectory(prefix="pinacoteca-bench-") as folder, ExitStack() as stack:
        sandbox = Sandbox("sandbox", Path(folder))
        stack.callback(sandbox.stop)
        rows = measured(Bench(Path(folder), sandbox.start(), services(), given.scale == "full"), given.only)
    print(f"\n{printed(rows)}\n\nBefore: {before}\nAfter:  {machine()}")


if __name__ == "__main__":
    main()
