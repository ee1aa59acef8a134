"""Which optional parts of the machine the tests used, what was skipped for want of one, and whether that is allowed.

A part is Chromium or a service that TEST_*_URL names. TEST_REQUIRE names parts that must not be skipped:
TEST_REQUIRE="chromium,postgresql,redis,rabbitmq". TEST_REPORT names a file for ``python -m tests`` to read.
"""

import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

WANTS: dict[str, tuple[Callable[[], object], str]] = {
    "chromium": (lambda: shutil.which("chromium"), "Chromium is not installed (Debian: apt-get install chromium)"),
    "postgresql": (lambda: os.environ.get("TEST_DATABASE_URL"), "TEST_DATABASE_URL is not set"),
    "redis": (lambda: os.environ.get("TEST_REDIS_URL"), "TEST_REDIS_URL is not set"),
    "rabbitmq": (lambda: os.environ.get("TEST_RABBITMQ_URL"), "TEST_RABBITMQ_URL is not set"),
}
SKIP_WORDS = "Skipped: "


@dataclass
class Tally:
    """Passed or failed tests by part, and skipped ones by reason."""

    used: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, other: dict[str, Any]) -> None:
        self.used.update(other["used"])
        for reason, parts in other["skipped"].items():
            self.skipped[reason].update(parts)

    def as_dict(self) -> dict[str, Any]:
        return {"used": dict(self.used), "skipped": {reason: dict(parts) for reason, parts in self.skipped.items()}}

    def hear(self, report: pytest.TestReport) -> None:
        parts = [value for name, value in report.user_properties if name == "part"] or [""]
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
            self.skipped[reason.removeprefix(SKIP_WORDS)].update([parts[0]])
        elif report.when == "call":
            self.used.update(part for part in parts if part)

    def lines(self) -> list[str]:
        """For people: what was used, then each reason for a skip."""
        used = ", ".join(f"{part} in {count} tests" for part, count in sorted(self.used.items()))
        found = [f"Used: {used or 'no optional part'}."]
        for reason, parts in sorted(self.skipped.items()):
            found.append(f"Skipped {sum(parts.values())} tests: {reason}.")
        return found if self.skipped else [*found, "Nothing was skipped."]

    def missing(self) -> list[str]:
        """Parts that TEST_REQUIRE names and that were skipped or never used."""
        required = [part.strip() for part in os.environ.get("TEST_REQUIRE", "").split(",") if part.strip()]
        skipped = {part for parts in self.skipped.values() for part in parts}
        return [part for part in required if part in skipped or not self.used[part]]


def lacking(part: str) -> str:
    """Why the part cannot be used; "" where it can."""
    found, why = WANTS[part]
    return "" if found() else why


TALLY = Tally()


def parts_of(item: pytest.Item) -> list[str]:
    """``@pytest.mark.needs("redis")``; browser tests need Chromium, postgresql ones the database."""
    named = [part for mark in item.iter_markers("needs") for part in mark.args]
    for mark, part in (("browser", "chromium"), ("postgresql", "postgresql")):
        if item.get_closest_marker(mark):
            named.append(part)
    return list(dict.fromkeys(named))


def mark_parts(items: list[pytest.Item]) -> None:
    for item in items:
        parts = parts_of(item)
        item.user_properties += [("part", part) for part in parts]
        reasons = [lacking(part) for part in parts if lacking(part)]
        if reasons:
            item.add_marker(pytest.mark.skip(reason=", ".join(reasons)))


def write(path: str) -> None:
    Path(path).write_text(json.dumps(TALLY.as_dict()))
