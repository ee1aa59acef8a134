"""What a file really is: magic bytes, size in pixels, and whether it is all there. Nothing is decoded."""

import hashlib
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from studio.gateway.errors import LinkBroken, NotAPicture, TooLarge
from studio.gateway.types import Downloaded

MAX_PIXELS = 50_000_000
HEAD = 32  # bytes that tell the format
READ_PIECE = 1 << 20
PILLOW_NAMES = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_NO_HEADER = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error)


def sniff(head: bytes) -> str:
    """png, jpeg, webp, avif or gif by the first bytes; empty for anything else, SVG and HTML among it."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    return "avif" if head[4:12] in {b"ftypavif", b"ftypavis"} else ""


def inspect(path: Path, *, max_pixels: int = MAX_PIXELS, max_bytes: int | None = None, sha256: str = "") -> Downloaded:
    """The checked facts of a picture file. NotAPicture, TooLarge or LinkBroken (cut short) otherwise."""
    size = path.stat().st_size
    if max_bytes is not None and size > max_bytes:
        raise TooLarge(f"The file is larger than {max_bytes} bytes.")
    with path.open("rb") as file:
        kind = sniff(file.read(HEAD))
    if not kind:
        raise NotAPicture("The file is none of PNG, JPEG, WebP, AVIF and GIF.")
    width, height = _dimensions(path, kind)
    if width * height > max_pixels:
        raise TooLarge(f"The picture is {width} × {height} pixels, over the limit of {max_pixels}.")
    if not COMPLETE[kind](path, size):
        raise LinkBroken("The picture file is cut short.")
    if not width:
        raise NotAPicture(f"The file begins like {kind}, but is none.")
    return Downloaded(path, kind, width, height, size, sha256 or digest(path))


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dimensions(path: Path, kind: str) -> tuple[int, int]:
    """Width and height as the header claims them, without decoding; zeros where it cannot be read."""
    try:
        with Image.open(path, formats=(PILLOW_NAMES[kind],)) as image:
            return image.size
    except _BOMB:
        raise TooLarge("The picture claims far more pixels than we take.") from None
    except _NO_HEADER:
        return 0, 0


def _png_complete(path: Path, size: int) -> bool:
    """Walks the chunks to IEND, reading only their heads."""
    with path.open("rb") as file:
        at = 8
        while at + 12 <= size:
            file.seek(at)
            length, name = struct.unpack(">I4s", file.read(8))
            at += 12 + length
            if name == b"IEND":
                return at <= size
    return False


def _jpeg_complete(path: Path, size: int) -> bool:
    """Walks the segments to the scan, then wants an end mark behind it: a thumbnail's own lies before."""
    with path.open("rb") as file:
        at = 2
        while at + 4 <= size:
            file.seek(at)
            mark, code, length = struct.unpack(">BBH", file.read(4))
            if mark != 0xFF:
                return False
            if code == 0xFF:
                at += 1
            elif code == 0xDA:
                return _ends_with(path, max(at, size - READ_PIECE), b"\xff\xd9")
            else:
                at += 2 + length
    return False


def _ends_with(path: Path, start: int, mark: bytes) -> bool:
    with path.open("rb") as file:
        file.seek(start)
        return mark in file.read()


def _webp_complete(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        claimed: int = struct.unpack("<I", file.read(8)[4:])[0]
    return claimed + 8 <= size


def _gif_complete(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        file.seek(max(size - 64, 0))
        return file.read().rstrip(b"\0").endswith(b"\x3b")


def _avif_complete(path: Path, size: int) -> bool:
    """Walks the boxes: the last one must end with the file."""
    at = 0
    with path.open("rb") as file:
        while at + 8 <= size:
            file.seek(at)
            length = struct.unpack(">I4s", file.read(8))[0]
            if length == 1:
                length = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))[0]
            at = size if length == 0 else at + max(length, 8)
    return at == size


COMPLETE: Mapping[str, Callable[[Path, int], bool]] = {
    "png": _png_complete,
    "jpeg": _jpeg_complete,
    "webp": _webp_complete,
    "gif": _gif_complete,
    "avif": _avif_complete,
}
