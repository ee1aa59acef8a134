"""Everything that has to be true before the processes start: settings, services, tables, static files, people."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from studio.checks import START

STAMP = "sources.json"


class Command(BaseCommand):
    help = "Checks the settings and services, migrates, collects static files and makes the first administrator."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        errors = [problem for problem in run_checks(tags=[START]) if isinstance(problem, Error)]
        if errors:
            raise CommandError("\n".join(f"{error.id}: {error.msg}\n    {error.hint}" for error in errors))
        call_command("migrate", interactive=False, verbosity=0)
        if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
            call_command("createcachetable")
        collect_static()
        call_command("ensure_superuser")


def collect_static() -> None:
    """Collects only when a source changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def fingerprint() -> str:
    files = sorted(path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*") if path.is_file())
    return json.dumps([(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files])
