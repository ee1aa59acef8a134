"""A picture's Content Credentials, read once: an original never changes, so what was found stays true."""

from dataclasses import asdict
from typing import Any

import structlog
from django.core.cache import cache

from gallery.credentials.reading import Credentials, read
from gallery.files import storage

log = structlog.get_logger(__name__)

KEPT = 30 * 24 * 3600  # seconds
VERSION = 1  # of the reader


def credentials_of(image: Any) -> Credentials | None:
    """None where the original is not there to be read."""
    key = f"credentials:{VERSION}:{image.pk.hex}:{image.sha256[:16]}"
    kept = cache.get(key)
    if kept is not None:
        return Credentials(**kept)
    try:
        with storage.local_original(image) as path, path.open("rb") as file:
            found = read(file)
    except OSError as error:
        log.warning("original_missing", image=str(image.pk), error=str(error))
        return None
    cache.set(key, asdict(found), KEPT)
    return found
