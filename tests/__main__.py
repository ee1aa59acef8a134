"""The whole suite: ``make test``. On SQLite, and beside it on PostgreSQL where TEST_DATABASE_URL names one.

Arguments go to pytest, in one run: ``make test ARGS="tests/gallery -k trash"``. Exits with 1 when a test fails, or
when a part that TEST_REQUIRE names was skipped.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.reporting import Tally

PYTEST = (sys.executable, "-m", "pytest", "-q")
ON_DATABASE = (
    *("tests/gallery", "tests/studio/api", "tests/studio/views", "tests/studio/test_lifecycle.py"),
    *("tests/studio/lifecycle", "tests/studio/money", "tests/studio/test_submission.py"),
    *("tests/processes/test_lifecycle.py", "tests/processes/test_limits.py", "tests/processes/test_database.py"),
)
WITHOUT_ROWS = ("carried", "pictures/test_renditions.py", "pictures/test_uploads.py", "pictures/test_reshaping.py")


def workers(more: int = 0) -> tuple[str, str]:
    return "-n", str(min(4, (os.cpu_count() or 1) + more))


@dataclass(slots=True)
class Pass:
    """One run of pytest. What it says goes to ``said``, else straight to the terminal."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    said: "IO[bytes] | None" = None
    report: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pinacoteca-report-")) / "tally.json")

    def begin(self) -> "subprocess.Popen[bytes]":
        told = {**os.environ, **self.environment, "TEST_REPORT": str(self.report)}
        told.pop("PYTHONDONTWRITEBYTECODE", None)  # else each worker rewrites the asserts of every file anew
        return subprocess.Popen([*PYTEST, *self.arguments], env=told, stdout=self.said, stderr=self.said)

    def end(self, process: "subprocess.Popen[bytes]", tally: Tally) -> int:
        code = process.wait()
        if self.report.exists():
            tally.add(json.loads(self.report.read_text()))
        shutil.rmtree(self.report.parent)
        if self.said:
            self.said.seek(0)
            print(f"\n== Tests on {self.name}\n{self.said.read().decode(errors='replace')}", flush=True)
        return code


def run(first: Pass, *beside: Pass, tally: Tally) -> int:
    """Side by side: much of either is waiting for processes, and nothing of theirs is shared."""
    print(f"\n== Tests on {first.name}", flush=True)
    passes = (first, *beside)
    codes = [one.end(process, tally) for one, process in [(one, one.begin()) for one in passes]]
    return max(map(abs, codes))  # one that was ended by a signal is below zero


def main(arguments: list[str]) -> int:
    tally = Tally()
    if os.environ.get("TEST_DATABASE_URL") and not arguments:
        with tempfile.TemporaryFile() as said:
            pure = [f"--ignore=tests/gallery/{place}" for place in WITHOUT_ROWS]
            sqlite = Pass("SQLite", (*workers(), "-m", "not postgresql"))
            rows = (*workers(), *ON_DATABASE, *pure)
            code = run(sqlite, Pass("PostgreSQL", rows, {"TEST_USE_POSTGRESQL": "1"}, said), tally=tally)
    else:
        code = run(Pass("SQLite", (*workers(more=2), *arguments)), tally=tally)
    print("\n== Optional parts")
    print("\n".join(tally.lines()))
    missing = tally.missing()
    if missing:
        print(f"TEST_REQUIRE is not met: {', '.join(missing)}.")
    return 1 if missing else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
