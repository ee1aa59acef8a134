"""Where a file keeps its manifest store: PNG caBX, JPEG APP11, WebP C2PA, AVIF a uuid box. Bytes, or b""."""

from collections.abc import Iterator
from typing import IO

MOST_PARTS = 20_000  # parts of a file that are looked at: a large JPEG has one a scan, a PNG one an 8 kB
MOST_BYTES = 16 * 1024 * 1024  # of a manifest store: it may hold pictures of what went in
PNG = b"\x89PNG\r\n\x1a\n"
C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


def manifest_of(file: IO[bytes]) -> bytes:
    """Reads heads and skips what is between them."""
    file.seek(0)
    start = file.read(12)
    if start.startswith(PNG):
        return joined(png_parts(file))
    if start.startswith(b"\xff\xd8"):
        return joined(jpeg_parts(file))
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return joined(webp_parts(file))
    return joined(avif_parts(file)) if start[4:8] == b"ftyp" else b""


def joined(parts: Iterator[bytes]) -> bytes:
    found = b""
    for part in parts:
        found += part
        if len(found) > MOST_BYTES:
            return b""
    return found


def png_parts(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(len(PNG))
    for _part in range(MOST_PARTS):
        head = file.read(8)
        length, kind = int.from_bytes(head[:4]), head[4:]
        if len(head) < 8 or kind == b"IEND":
            return
        if kind == b"caBX":
            yield file.read(min(length, MOST_BYTES + 1))
            return
        file.seek(length + 4, 1)


def webp_parts(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(12)
    for _part in range(MOST_PARTS):
        head = file.read(8)
        if len(head) < 8:
            return
        length = int.from_bytes(head[4:], "little")
        if head[:4] == b"C2PA":
            yield file.read(min(length, MOST_BYTES + 1))
            return
        file.seek(length + length % 2, 1)


def jpeg_parts(file: IO[bytes]) -> Iterator[bytes]:
    """One box over several segments, each of which repeats the box's head. (JPEG XT, ISO 18477-3, annex B.)"""
    file.seek(2)
    box = b""
    for _part in range(MOST_PARTS):
        head = file.read(4)
        length = int.from_bytes(head[2:])
        if len(head) < 4 or head[0] != 0xFF or head[1] == 0xDA or length < 2:
            return
        if head[1] != 0xEB:
            file.seek(length - 2, 1)
            continue
        data = file.read(length - 2)
        if data[:2] != b"JP" or (box and data[2:4] != box):
            continue
        if not box and data[12:16] != b"jumb":
            continue
        yield data[16:] if box else data[8:]
        box = data[2:4]


def avif_parts(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    for _part in range(MOST_PARTS):
        head = file.read(8)
        length = int.from_bytes(head[:4])
        if len(head) < 8 or length < 8:
            return
        if head[4:] == b"uuid" and length > 24 and file.read(16) == C2PA_UUID:
            purpose, _, rest = file.read(min(length - 24, MOST_BYTES + 1))[4:].partition(b"\0")
            if purpose == b"manifest":
                yield rest[8:]
            return
        file.seek(length - 8 - (16 if head[4:] == b"uuid" and length > 24 else 0), 1)
