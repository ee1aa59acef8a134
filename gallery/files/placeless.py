"""An upload without what was written beside its pixels: where it was taken, with what, by whom. No ORM.

The copy has the length of the original and its pixels byte for byte: what may tell is blanked where it stands, in JPEG,
PNG and WebP. How the picture is turned stays. Other formats have no such copy.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from gallery.files.uploads import BROKEN

Patch = tuple[int, bytes]  # where, and what stands there instead

PIECE = 256 * 1024
ORIENTATION = 0x0112
UPRIGHT = 1
STAYS_IN_PNG = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI".split())
STAYS_IN_WEBP = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
EXIF_FLAG, XMP_FLAG = 0x08, 0x04
BLANK_CHUNK = b"vpAd"  # ancillary and private: every reader passes it over
AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # a marker that is no byte of the pixels


class NoCopy(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The file is of another format, or not built as its format says."""


def pieces(path: Path, format: str) -> Iterator[bytes]:
    """The copy, from its first byte to its last.

    Raises:
        NoCopy: there is none, before the first piece.
    """
    waiting = iter([*patches(path, format), None])
    with path.open("rb") as file:
        at, patch = 0, next(waiting)
        while piece := file.read(PIECE):
            end, blanked = at + len(piece), bytearray(piece)
            while patch is not None and patch[0] < end:
                start, data = patch
                part = data[: end - start]
                blanked[start - at : start - at + len(part)] = part
                rest = data[len(part) :]
                patch = (end, rest) if rest else next(waiting)
            yield bytes(blanked)
            at = end


def patches(path: Path, format: str) -> list[Patch]:
    """In order, none over another. Raises NoCopy."""
    find = FINDERS.get(format)
    if find is None:
        raise NoCopy(format)
    try:
        exif = exif_of(path)
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return list(find(data, exif))
    except BROKEN as error:
        raise NoCopy(str(error)) from error


def exif_of(path: Path) -> bytes:
    """EXIF that tells how the picture is turned and nothing else; empty for one that stands upright."""
    with Image.open(path) as picture:
        turned = picture.getexif().get(ORIENTATION, UPRIGHT)
    if turned == UPRIGHT or turned not in range(1, 9):
        return b""
    return b"II*\x00\x08\x00\x00\x00\x01\x00" + struct.pack("<HHIHHI", ORIENTATION, 3, 1, turned, 0, 0)


def in_jpeg(data: mmap.mmap, exif: bytes) -> Iterator[Patch]:
    """Segments for applications and comments, but JFIF, colour profiles and Adobe's; and all behind the picture."""
    at = 2
    while (marker := data[at + 1]) != 0xD9:
        if data[at] != 0xFF:
            raise ValueError("no marker where one has to be")
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        inner = data[at + 4 : at + 2 + length]
        if (0xE0 <= marker <= 0xEF or marker == 0xFE) and not stays_in_jpeg(marker, inner):
            turned = exif and marker == 0xE1 and inner.startswith(b"Exif\0\0")
            blank = b"Exif\0\0" + exif if turned else b""
            exif = b"" if turned else exif
            yield at + 4, blank.ljust(len(inner), b"\0")[: len(inner)]
        at += 2 + length
        if marker == 0xDA:
            found = AFTER_SCAN.search(data, at)
            if found is None:
                return
            at = found.start()
    if at + 2 < len(data):
        yield at + 2, bytes(len(data) - at - 2)


def stays_in_jpeg(marker: int, inner: bytes) -> bool:
    kept = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(marker)
    return kept is not None and inner.startswith(kept)


def in_png(data: mmap.mmap, exif: bytes) -> Iterator[Patch]:
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind not in STAYS_IN_PNG:
            turned = kind == b"eXIf" and exif
            chunk = (kind if turned else BLANK_CHUNK) + (exif if turned else b"").ljust(length, b"\0")[:length]
            yield at + 4, chunk + struct.pack(">I", zlib.crc32(chunk))
        at += 12 + length
    if at < len(data):
        yield at, bytes(len(data) - at)


def in_webp(data: mmap.mmap, exif: bytes) -> Iterator[Patch]:
    at, end = 12, 8 + struct.unpack("<I", data[4:8])[0]
    while at + 8 <= end:
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        if kind == b"VP8X":
            flags = data[at + 8] & ~XMP_FLAG
            yield at + 8, bytes([flags if exif else flags & ~EXIF_FLAG])
        elif kind not in STAYS_IN_WEBP:
            turned = kind == b"EXIF" and exif
            yield at, kind if turned else b"JUNK"
            yield at + 8, (exif if turned else b"").ljust(length, b"\0")[:length]
        at += 8 + length + length % 2
    if end < len(data):
        yield end, bytes(len(data) - end)


FINDERS: dict[str, Callable[[mmap.mmap, bytes], Iterator[Patch]]] = {
    "jpeg": in_jpeg,
    "png": in_png,
    "webp": in_webp,
}
