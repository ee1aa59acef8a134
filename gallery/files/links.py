"""A store's signed links, the same for everybody through an hour: a new one each second would never be cached."""

import hashlib
import time
from functools import lru_cache

from django.core.cache import cache
from django.core.files.storage import default_storage

from gallery.files import signatures


def store_link(name: str, disposition: str = "") -> str:
    """Where the store gives the file, for the hour and the next. ``disposition``: what its answer says of itself."""
    return link_of(name, disposition, int(time.time() // signatures.WINDOW))


@lru_cache(maxsize=20_000)
def link_of(name: str, disposition: str, window: int) -> str:
    """What another process has signed in this hour is taken from the cache."""
    digest = hashlib.sha256(f"{name}\n{disposition}".encode()).hexdigest()[:32]
    key = f"store-link:{window}:{digest}"
    kept = cache.get(key)
    if kept is None:
        signed = signed_link(name, disposition)
        kept = signed if cache.add(key, signed, signatures.WINDOW) else cache.get(key) or signed
    return str(kept)


def signed_link(name: str, disposition: str) -> str:
    if not disposition:
        return default_storage.url(name)
    return default_storage.url(name, parameters={"ResponseContentDisposition": disposition})  # type: ignore[call-arg]
