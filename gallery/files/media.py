"""/media/: renditions by a signature alone, as a raw ASGI branch that touches neither session nor database.

A link that somebody has by a team carries a mark, and is asked for in the cache.

AVIF is given instead of WebP where it has been made and the browser takes it. Behind a proxy with X_ACCEL_PREFIX the
proxy sends the bytes, and may remember for a minute that a link without a mark is good (docker/nginx.conf). On S3 the
answer leads to a signed link that stays the same for the hour.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from gallery.files import signatures, storage, withdrawn
from gallery.files.links import store_link

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PREFIX = "/media/"
PIECE = 64 * 1024  # of each answer that is on its way: two hundred of them are memory
SIZES = {str(width) for width in storage.WIDTHS}
AT_ONCE = 512 * 1024  # read in the loop: cheaper than a thread
LIFE = signatures.WINDOW * signatures.VALID_WINDOWS
TYPES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif", "gif": "image/gif"}
REMEMBERED = 60  # seconds that a proxy may take a link for good; it opens the file itself each time
GONE = b"There is no such picture, or its link is too old.\n"


async def media_app(scope: Scope, receive: Callable[[], Awaitable[Any]], send: Send) -> None:
    if scope["method"] not in ("GET", "HEAD"):
        await answer(send, 405, [(b"allow", b"GET, HEAD")])
        return
    path = scope["path"].removeprefix(PREFIX)
    window, given, mark = told_by(scope["query_string"])
    key = key_of(path) if signatures.verify(path, window, given, mark) else None
    if key is None or (mark and not await sync_to_async(look_up, thread_sensitive=False)(path, mark)):
        await answer(send, 404, [(b"content-type", b"text/plain; charset=utf-8")], GONE)
        return
    sent = {name: value for name, value in scope["headers"] if name in (b"accept", b"if-none-match")}
    file = storage.local_path(key)
    if file is None:
        await lead_to_store(send, key)
        return
    file, key = await preferred(file, key, sent.get(b"accept", b""))
    remembered = min(REMEMBERED, signatures.seconds_left(window)) if not mark else 0
    await send_file(send, scope["method"], file, key, sent.get(b"if-none-match", b""), remembered=remembered)


def told_by(query: bytes) -> list[str]:
    """Window, signature and mark, each "" where it is missing."""
    values = parse_qs(query.decode("latin-1"))
    return [values.get(name, [""])[0] for name in "esm"]


def look_up(path: str, mark: str) -> bool:
    """Whether it is shown still. In a thread, since a cache may be slow or a table."""
    close_old_connections()
    try:
        return withdrawn.is_shown(path.partition("/")[0], mark)
    finally:
        close_old_connections()


def key_of(path: str) -> str | None:
    """The storage key of "<hex>/640.webp" or "<hex>/original.png"; None where it is neither."""
    folder, _, name = path.partition("/")
    stem, _, form = name.partition(".")
    try:
        image_id = UUID(hex=folder)
    except ValueError:
        return None
    if stem == "original" and form in TYPES:
        return storage.original_key(image_id, form)
    if stem in SIZES and form in storage.RENDITION_FORMATS:
        return storage.rendition_key(image_id, int(stem), form)
    return None


async def preferred(file: Path, key: str, accept: bytes) -> tuple[Path, str]:
    if key.endswith(".webp") and b"image/avif" in accept:
        smaller = file.with_suffix(".avif")
        if os.path.exists(smaller):
            return smaller, f"{key.removesuffix('webp')}avif"
    return file, key


async def send_file(send: Send, method: str, file: Path, key: str, known: bytes, *, remembered: int = 0) -> None:
    """``remembered``: seconds that a proxy may go without asking again."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        await answer(send, 404, [(b"content-type", b"text/plain; charset=utf-8")], GONE)
        return
    with os.fdopen(descriptor, "rb", buffering=0) as opened:
        found = os.fstat(descriptor)
        tag = f'"{found.st_size:x}-{found.st_mtime_ns:x}"'.encode()
        headers = headers_of(key, tag)
        if known == tag:
            await answer(send, 304, headers)
            return
        if settings.X_ACCEL_PREFIX:
            told = (b"x-accel-redirect", f"{settings.X_ACCEL_PREFIX}/{key}".encode())
            await answer(send, 200, [*headers, (b"x-accel-expires", str(remembered).encode()), told])
            return
        headers.append((b"content-length", str(found.st_size).encode()))
        if method == "HEAD":
            await answer(send, 200, headers)
        elif found.st_size <= AT_ONCE:
            await answer(send, 200, headers, opened.read())
        else:
            await stream(send, headers, opened, found.st_size)


def headers_of(key: str, tag: bytes) -> Headers:
    form = key.rpartition(".")[2]
    return [
        (b"content-type", TYPES["jpeg" if form == "jpg" else form].encode()),
        (b"cache-control", f"private, max-age={LIFE}, immutable".encode()),
        (b"etag", tag),
        (b"vary", b"Accept"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; sandbox"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]


async def stream(send: Send, headers: Headers, opened: Any, size: int) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    at, descriptor = 0, opened.fileno()
    while at < size:
        piece = at_hand(descriptor, at) or await asyncio.to_thread(os.pread, descriptor, PIECE, at)
        if not piece:
            break
        at += len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def at_hand(descriptor: int, at: int) -> bytes:
    """A piece that lies in memory already, without the way into a thread and back; b"" where a disk has to be asked."""
    held = bytearray(PIECE)
    try:
        return bytes(memoryview(held)[: os.preadv(descriptor, [held], at, os.RWF_NOWAIT)])
    except (OSError, AttributeError):  # not there, or a system that cannot tell
        return b""


async def lead_to_store(send: Send, key: str) -> None:
    link = await asyncio.to_thread(store_link, key)
    headers = [(b"location", link.encode()), (b"cache-control", b"private, max-age=1800")]
    await answer(send, 302, headers)


async def answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
