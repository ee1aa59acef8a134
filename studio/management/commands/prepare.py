"""Everything that has to be true before the processes start: settings, services, tables, static files, people."""

import contextlib
import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import CheckMessage, Error, run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from studio.checks import START

STAMP = "sources.sha256"
LOCK = ".lock"


class Command(BaseCommand):
    help = "Checks the settings and services, migrates, collects static files and makes the first administrator."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--static", action="store_true", help="collect static files, and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["static"]:
            collect_static()
            return
        with contextlib.suppress(OSError):  # told by studio.E004
            settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.check_start()
        call_command("migrate", interactive=False, verbosity=0)
        if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
            call_command("createcachetable")
        collect_static()
        call_command("ensure_superuser")

    def check_start(self) -> None:
        """One line for each thing that is wrong. Exits with 1 on an error."""
        found = run_checks(tags=[START])
        for problem in found:
            self.stderr.write(f"{told(problem)} {problem.msg} {problem.hint} ({problem.id})")
        if any(isinstance(problem, Error) for problem in found):
            sys.exit(1)


def told(problem: CheckMessage) -> str:
    return "Pinacoteca cannot start." if isinstance(problem, Error) else "Take care."


def collect_static() -> None:
    """Collects only when a source changed since the last time, and one process at a time. Else nothing is written:

    in a container image the folder is collected at the build and belongs to root.
    """
    root = Path(settings.STATIC_ROOT)
    now = fingerprint()
    if stamped(root) == now:
        return
    with readable_by_all():
        collect_into(root, now)


def collect_into(root: Path, now: str) -> None:
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamped(root) != now:
            call_command("collectstatic", interactive=False, verbosity=0)
            (root / STAMP).write_text(now)


@contextlib.contextmanager
def readable_by_all() -> Iterator[None]:
    """Static files are no secret, and whoever serves them need not be who collected them."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def stamped(root: Path) -> str:
    stamp = root / STAMP
    return stamp.read_text() if stamp.exists() else ""


def fingerprint() -> str:
    """Of every source: ours, and those that packages bring. Whole seconds: layers of an image keep no more."""
    found = sorted(storage.path(name) for finder in get_finders() for name, storage in finder.list(None))
    stats = [(name, Path(name).stat()) for name in found]
    return hashlib.sha256(repr([(name, stat.st_size, int(stat.st_mtime)) for name, stat in stats]).encode()).hexdigest()
