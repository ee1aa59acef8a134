"""Where a paid answer lies between its last byte and the stored original: on this host's disk, named by its claim."""

import os
from pathlib import Path

from django.conf import settings

from studio.models import Generation


def path_of(generation: Generation) -> Path:
    """One file per claim, so that a slow worker and its successor never write the same one."""
    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    claim = generation.claim_token.hex if generation.claim_token else "unclaimed"
    return settings.SPOOL_DIR / f"{generation.pk.hex}-{claim}"


def clear(generation: Generation) -> None:
    """Removes whatever is left of this generation."""
    for path in of(generation):
        path.unlink(missing_ok=True)


def find(generation: Generation) -> Path | None:
    """A complete answer that was never settled, by whichever claim it came."""
    return next((path for path in of(generation) if "." not in path.name), None)


def of(generation: Generation) -> list[Path]:
    """Every file of this generation. Read without patterns: hundreds of answers may lie here at a time."""
    mark = f"{generation.pk.hex}-"
    try:
        with os.scandir(settings.SPOOL_DIR) as entries:
            return [Path(entry.path) for entry in entries if entry.name.startswith(mark)]
    except FileNotFoundError:
        return []
