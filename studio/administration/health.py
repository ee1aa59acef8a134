"""How the instance does: one list of checks for the page, /readyz, the API and /metrics."""

import platform
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.figures import THIN, as_figure
from studio import catalogue, dispatch
from studio.administration.probing import PULSE, STORAGE
from studio.celery import QUEUES
from studio.models import SelfTest, WorkerSession
from studio.sessions import DEAD_AFTER

LATE = timedelta(seconds=120)  # the beat asks every half minute
OLD = timedelta(minutes=30)  # the storage is tested every ten
KEEPERS = {"provider", "collect", "control"}  # queues whose workers leave and take up answers on disk
FULL = 0.05  # of the disk that has to be free


@dataclass(frozen=True, slots=True)
class Check:
    """``needed``: without it this process cannot serve, so a proxy should send nobody. ``words`` for people."""

    name: str
    ok: bool
    words: str
    needed: bool = False
    ms: float | None = None


def readiness() -> list[Check]:
    """What a proxy asks about; cheap. Where the database is away nothing else is asked."""
    answers = timed("database", database)
    return [answers] if not answers.ok else [answers, timed("migrations", migrations), timed("broker", broker)]


def checks() -> list[Check]:
    found = readiness()
    if not found[0].ok:
        return found
    return [*found, storage(), disk(), *workers(), shared_disk(), beat()]


def failing(found: list[Check]) -> list[str]:
    return [check.name for check in found if check.needed and not check.ok]


def timed(name: str, ask: Callable[[], tuple[bool, str]]) -> Check:
    start = time.perf_counter()
    ok, words = ask()
    return Check(name, ok, words, needed=True, ms=round(1000 * (time.perf_counter() - start), 1))


def database() -> tuple[bool, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False, _("The database does not answer.")
    return True, _("%(name)s answers.") % {"name": connection.display_name}


class Migrated:
    """Once all are applied this process need not look again: it is started anew with new code."""

    done = False


def migrations() -> tuple[bool, str]:
    if not Migrated.done:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return False, _("%(n)d migrations are not applied: run prepare.") % {"n": len(waiting)}
        Migrated.done = True
    return True, _("All migrations are applied.")


def broker() -> tuple[bool, str]:
    return (True, _("The broker answers.")) if dispatch.reachable() else (False, _("The broker does not answer."))


def storage() -> Check:
    row = SelfTest.objects.filter(name=STORAGE).first()
    if row is None or row.at is None:
        return Check("storage", True, _("Not tested yet: a worker does every ten minutes."))
    total = round(sum(step["ms"] for step in row.steps), 1)
    if not row.ok:
        return Check("storage", False, row.steps[-1]["said"] if row.steps else "", ms=total)
    if timezone.now() - row.at > OLD:
        return Check("storage", False, _("Written, read and removed, but not for half an hour."), ms=total)
    return Check("storage", True, _("Written, read and removed."), ms=total)


def disk() -> Check:
    usage = shutil.disk_usage(settings.DATA_DIR)
    told = {"free": gigabytes(usage.free), "total": gigabytes(usage.total)}
    return Check("disk", usage.free > FULL * usage.total, _("%(free)s free of %(total)s.") % told)


def gigabytes(count: int) -> str:
    return as_figure(f"{count / 1024**3:,.1f} GB".replace(",", THIN))


def alive() -> list[WorkerSession]:
    rows = WorkerSession.objects.filter(ended_at=None, beat_at__gte=timezone.now() - DEAD_AFTER)
    return list(rows.order_by("queues", "host", "pid"))


def workers() -> list[Check]:
    """Per queue whether a worker that takes it lives."""
    taken = {queue for row in alive() for queue in (row.queues.split(",") if row.queues else ())}
    asked = [queue for queue in QUEUES if queue != "media"]  # whose processes begin a session with their first work
    return [
        Check(
            f"worker {queue}", queue in taken, _("A worker takes it.") if queue in taken else _("No worker takes it.")
        )
        for queue in asked
    ]


def shared_disk() -> Check:
    """Whether whoever sends and whoever sweeps see the same answers: one that lies elsewhere is never taken up."""
    marks = {row.disk for row in alive() if row.disk and {*row.queues.split(",")} & KEEPERS}
    if len(marks) > 1:
        words = _(
            "Provider and control workers have different data folders: a paid answer may be lost with its server."
        )
        return Check("shared disk", False, words)
    return Check("shared disk", True, _("The workers share their data folder."))


def beat() -> Check:
    at = SelfTest.objects.filter(name=PULSE).values_list("at", flat=True).first()
    ok = at is not None and timezone.now() - at < LATE
    return Check("beat", ok, _("It asks and a worker answers.") if ok else _("Nothing was asked for of late."))


@dataclass(frozen=True, slots=True)
class Versions:
    app: str
    python: str
    django: str
    database: str
    prices: str


def versions() -> Versions:
    book = catalogue.shipped()
    return Versions(
        app=app_version(),
        python=platform.python_version(),
        django=django.get_version(),
        database=f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}",
        prices=f"{book.version}, {book.effective}",
    )


def app_version() -> str:
    try:
        return version("pinacoteca")
    except PackageNotFoundError:
        with open(settings.BASE_DIR / "pyproject.toml", encoding="utf-8") as file:
            return next(line.split('"')[1] for line in file if line.startswith("version"))


def ages(moments: dict[str, datetime | None]) -> dict[str, float]:
    """Seconds since each; 0 where there is none."""
    now = timezone.now()
    return {name: max(0.0, (now - at).total_seconds()) if at else 0.0 for name, at in moments.items()}
