"""/media/s/: renditions that a shared page links to. Signed like the others, and asked for the link each time.

    /media/s/<share hex>-<8 of its digest>/<image hex>/<320|640|1280>.webp?e=<hours>&s=<signature>

Marked where the link wants it. Never kept by a browser without asking again: a link that is turned off is off.
"""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.files.storage import default_storage
from django.db import close_old_connections

from gallery.files import media, signatures, storage
from gallery.files.renditions import Undecodable
from gallery.models import Image, Share
from gallery.sharing import marking, revocation

PREFIX = "/media/s/"
AT_ONCE = 2  # drawings: each takes a core and a picture's worth of memory
HEADERS = [
    (b"x-robots-tag", b"noindex, nofollow, noarchive, noimageindex"),
    (b"cache-control", b"private, no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"vary", b"Accept"),
]
_drawing: dict[Any, asyncio.Semaphore] = {}


def link(share: Share, image: Image, width: int) -> str:
    folder = f"s/{share.pk.hex}-{revocation.secret_of(share)}/{image.pk.hex}"
    return signatures.url(f"{folder}/{width}.webp", f"{folder}")


def srcset(share: Share, image: Image) -> str:
    smaller = [width for width in signatures.WIDTHS if width < image.width]
    whole = [width for width in signatures.WIDTHS if width >= image.width][:1]
    return ", ".join(f"{link(share, image, width)} {min(width, image.width)}w" for width in smaller + whole)


async def shared_app(scope: media.Scope, receive: Any, send: media.Send) -> None:
    if scope["method"] not in ("GET", "HEAD"):
        await media.answer(send, 405, [(b"allow", b"GET, HEAD")])
        return
    wanted = asked_for(scope["path"], scope["query_string"])
    found = await sync_to_async(look_up, thread_sensitive=False)(*wanted[:3]) if wanted else None
    if wanted is None or found is None:
        await gone(send)
        return
    try:
        data, tag, path = await bytes_of(found, wanted[3], scope)
    except (FileNotFoundError, Undecodable):
        await gone(send)
        return
    form = b"avif" if path and path.suffix == ".avif" else b"webp"
    headers = [*HEADERS, (b"content-type", b"image/" + form), (b"etag", tag)]
    if (b"if-none-match", tag) in scope["headers"]:
        await media.answer(send, 304, headers)
        return
    headers.append((b"content-length", str(len(data)).encode()))
    await media.answer(send, 200, headers, b"" if scope["method"] == "HEAD" else data)


async def gone(send: media.Send) -> None:
    await media.answer(send, 404, [(b"content-type", b"text/plain; charset=utf-8"), HEADERS[0]], media.GONE)


def asked_for(path: str, query: bytes) -> tuple[UUID, UUID, str, int] | None:
    """Share, picture, secret and width of a link that we signed; None for any other."""
    folder, _, name = path.removeprefix(media.PREFIX).rpartition("/")
    if not signatures.verify(folder, *media.told_by(query)):
        return None
    parts = folder.split("/")
    stem, _, form = name.partition(".")
    if len(parts) != 3 or form != "webp" or stem not in media.SIZES:
        return None
    share, _, secret = parts[1].partition("-")
    try:
        return UUID(hex=share), UUID(hex=parts[2]), secret, int(stem)
    except ValueError:
        return None


def look_up(share_id: UUID, image_id: UUID, secret: str) -> revocation.Shown | None:
    close_old_connections()
    try:
        return revocation.shown(share_id, image_id, secret)
    finally:
        close_old_connections()


async def bytes_of(found: revocation.Shown, width: int, scope: media.Scope) -> tuple[bytes, bytes, Path | None]:
    """The bytes, their tag and the file that they are where it lies on this host."""
    if not found.mark and found.renditions in (1, 2):
        key = storage.rendition_key(found.pk, width, "webp")
        path = storage.local_path(key)
        if path is not None:
            accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
            path, _ = await media.preferred(path, key, accept)
            return await asyncio.to_thread(path.read_bytes), tag_of(found, path.name), path
        return await asyncio.to_thread(stored, key), tag_of(found, key), None
    loop = asyncio.get_running_loop()
    async with _drawing.setdefault(loop, asyncio.Semaphore(AT_ONCE)):
        return await asyncio.to_thread(draw, found, width)


def draw(found: revocation.Shown, width: int) -> tuple[bytes, bytes, Path | None]:
    if not found.mark:
        return marking.drawn(found, width), tag_of(found, f"drawn-{width}"), None
    key = marking.ensure_marked(found, width, found.mark)
    return stored(key), tag_of(found, key), None


def stored(key: str) -> bytes:
    with default_storage.open(key) as file:
        return bytes(file.read())


def tag_of(found: revocation.Shown, name: str) -> bytes:
    return f'"{found.pk.hex[-12:]}-{Path(name).name}"'.encode()
