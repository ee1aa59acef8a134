"""Where a paid answer lies between its last byte and the stored original: on this host's disk, named by its claim."""

import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings

from studio import keys
from studio.catalogue import Lane
from studio.gateway import Pictures, Receipt
from studio.lifecycle import fitting
from studio.models import Generation

log = structlog.get_logger(__name__)

ASIDE = "unread."
MOST_ASIDE = 2 * 1024**3  # bytes
COMPLETE = re.compile("[0-9a-f]{32}-[0-9a-f]{32}")


def path_of(generation: Generation) -> Path:
    """One file per claim, so that a slow worker and its successor never write the same one."""
    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    claim = generation.claim_token.hex if generation.claim_token else "unclaimed"
    return settings.SPOOL_DIR / f"{generation.pk.hex}-{claim}"


def clear(generation: Generation) -> None:
    """Removes whatever is left of this generation."""
    for path in of(generation):
        path.unlink(missing_ok=True)


def set_aside(generation: Generation) -> None:
    """Keeps a whole answer that nobody could read, for a person to look at within the days of ``forget``; nothing reads
    it by itself. The rest goes.
    """
    for path in of(generation):
        with suppress(FileNotFoundError):
            path.unlink() if "." in path.name else path.rename(path.with_name(f"{ASIDE}{path.name}"))


def find(generation: Generation) -> Path | None:
    """A complete answer that was never settled, by whichever claim it came."""
    return next((path for path in of(generation) if "." not in path.name), None)


def read(generation: Generation, path: Path) -> Pictures | Receipt:
    """A stored answer again, made fit for a row. Raises GatewayError as ``send`` did."""
    try:
        key = keys.key_of(generation.key_source, generation.run.owner_id, generation.run.team_id).value
    except keys.NoKey:
        key = ""
    return fitting.answer(keys.gateway_for(generation.key_source).read(path, Lane(generation.lane), key=key))


def left_behind() -> list[tuple[UUID, float]]:
    """Complete answers on this host as (generation, age in seconds)."""
    if not settings.SPOOL_DIR.exists():
        return []
    now = time.time()
    complete = [path for path in settings.SPOOL_DIR.iterdir() if COMPLETE.fullmatch(path.name)]
    return [(UUID(path.name.partition("-")[0]), now - path.stat().st_mtime) for path in complete if path.exists()]


def forget(older_than: float) -> None:
    """Files of any kind that nobody came back for, older than so many seconds."""
    if not settings.SPOOL_DIR.exists():
        return
    for path in settings.SPOOL_DIR.iterdir():
        if time.time() - path.stat().st_mtime < older_than:
            continue
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    make_room()


def make_room() -> None:
    """Of the answers set aside the oldest go, beyond MOST_ASIDE: they must not fill the disk that paid ones need."""
    aside = sorted((path.stat().st_mtime, path) for path in settings.SPOOL_DIR.glob(f"{ASIDE}*"))
    left = MOST_ASIDE
    for _at, path in reversed(aside):
        left -= path.stat().st_size
        if left < 0:
            log.warning("unread_answer_dropped", file=path.name)
            path.unlink(missing_ok=True)


def of(generation: Generation) -> list[Path]:
    """Every file of this generation. Read without patterns: hundreds of answers may lie here at a time."""
    mark = f"{generation.pk.hex}-"
    try:
        with os.scandir(settings.SPOOL_DIR) as entries:
            return [Path(entry.path) for entry in entries if entry.name.startswith(mark)]
    except FileNotFoundError:
        return []
