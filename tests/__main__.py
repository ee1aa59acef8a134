"""The whole suite: ``make test``. Once on SQLite, then on PostgreSQL where TEST_DATABASE_URL names one.

Arguments go to pytest, in one run: ``make test ARGS="tests/gallery -k trash"``. Exits with 1 when a test fails, or
when a part that TEST_REQUIRE names was skipped.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.reporting import Tally

PYTEST = (sys.executable, "-m", "pytest", "-q")
ON_DATABASE = (
    *("tests/gallery", "tests/studio/api", "tests/studio/views", "tests/studio/test_lifecycle.py"),
    *("tests/studio/lifecycle", "tests/studio/money", "tests/studio/test_submission.py"),
    *("tests/processes/test_lifecycle.py", "tests/processes/test_limits.py", "tests/processes/test_database.py"),
)
WITHOUT_ROWS = ("carried", "pictures/test_renditions.py", "pictures/test_uploads.py", "pictures/test_reshaping.py")


def run(name: str, tally: Tally, *arguments: str, **environment: str) -> int:
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        print(f"\n== Tests on {name}", flush=True)
        workers = ("-n", str(min(4, os.cpu_count() or 1)))
        told = {**os.environ, **environment, "TEST_REPORT": report.name}
        told.pop("PYTHONDONTWRITEBYTECODE", None)  # else each worker rewrites the asserts of every file anew
        code = subprocess.call([*PYTEST, *workers, *arguments], env=told)
        written = Path(report.name).read_text()
        if written:
            tally.add(json.loads(written))
        return code


def main(arguments: list[str]) -> int:
    tally = Tally()
    on_postgresql = bool(os.environ.get("TEST_DATABASE_URL")) and not arguments
    codes = [run("SQLite", tally, *(("-m", "not postgresql") if on_postgresql else ()), *arguments)]
    if on_postgresql:
        pure = [f"--ignore=tests/gallery/{place}" for place in WITHOUT_ROWS]
        codes.append(run("PostgreSQL", tally, *ON_DATABASE, *pure, TEST_USE_POSTGRESQL="1"))
    print("\n== Optional parts")
    print("\n".join(tally.lines()))
    missing = tally.missing()
    if missing:
        print(f"TEST_REQUIRE is not met: {', '.join(missing)}.")
    return 1 if missing else max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
