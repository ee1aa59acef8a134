"""Where a picture file keeps texts: PNG chunks, EXIF, XMP, JPEG comments. Bytes in, texts out, all of it bounded."""

import struct
import zlib
from collections.abc import Iterator
from xml.parsers import expat

MOST_TEXT = 512 * 1024  # bytes of one inflated text
MOST_PARTS = 4000  # parts of a file that are looked at
MOST_TEXTS = 64
DEEPEST = 64
PNG = b"\x89PNG\r\n\x1a\n"
USER_COMMENT, IMAGE_DESCRIPTION, EXIF_FOLDER = 0x9286, 0x010E, 0x8769
CODES = {b"ASCII\0\0\0": "latin-1", b"UNICODE\0": "utf-16", b"\0" * 8: "utf-8"}


class Refused(Exception):  # noqa: N818 (never leaves this module)
    """An XMP text that is no plain XML."""


def texts_of(content: bytes) -> dict[str, str]:
    """{"parameters": "…"}: PNG texts by keyword, "UserComment", "ImageDescription" and "xmp"."""
    if content.startswith(PNG):
        found = list(png_texts(content))
    elif content.startswith(b"\xff\xd8"):
        found = list(jpeg_texts(content))
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        found = list(webp_texts(content))
    else:
        found = []
    texts: dict[str, str] = {}
    for name, text in found[:MOST_TEXTS]:
        texts.setdefault(name, text)
    return texts


def png_texts(content: bytes) -> Iterator[tuple[str, str]]:
    place = len(PNG)
    for _chunk in range(MOST_PARTS):
        if place + 8 > len(content):
            return
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        data = content[place + 8 : place + 8 + length]
        place += 12 + length
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield from png_text(kind, data)
        elif kind == b"eXIf":
            yield from exif_texts(data)
        elif kind == b"IEND":
            return


def png_text(kind: bytes, data: bytes) -> Iterator[tuple[str, str]]:
    keyword, _, rest = data.partition(b"\0")
    name = keyword[:79].decode("latin-1")
    if kind == b"tEXt":
        yield named(name), decoded(rest[:MOST_TEXT])
    elif kind == b"zTXt":
        yield named(name), decoded(inflated(rest[1:]))
    elif len(rest) > 2:
        text = rest[2:].split(b"\0", 2)[-1]
        yield named(name), decoded(inflated(text) if rest[0] == 1 else text[:MOST_TEXT])


def named(keyword: str) -> str:
    return "xmp" if keyword == "XML:com.adobe.xmp" else keyword


def inflated(data: bytes) -> bytes:
    """At most MOST_TEXT bytes of it; b"" where it is a bomb or broken, since a part of JSON says nothing."""
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(data, MOST_TEXT)
    except zlib.error:
        return b""
    return b"" if unpack.unconsumed_tail else text


def decoded(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\0", "")


def jpeg_texts(content: bytes) -> Iterator[tuple[str, str]]:
    place = 2
    for _segment in range(MOST_PARTS):
        head = content[place : place + 4]
        if len(head) < 4 or head[0] != 0xFF or head[1] == 0xDA:
            return
        length = int.from_bytes(head[2:])
        data = content[place + 4 : place + 2 + max(length, 2)]
        place += 2 + max(length, 2)
        if head[1] == 0xE1 and data.startswith(b"Exif\0\0"):
            yield from exif_texts(data[6:])
        elif head[1] == 0xE1 and data.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
            yield "xmp", decoded(data[29:])
        elif head[1] == 0xFE:
            yield "parameters", decoded(data)


def webp_texts(content: bytes) -> Iterator[tuple[str, str]]:
    place = 12
    for _chunk in range(MOST_PARTS):
        kind, size = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        if len(kind) < 4:
            return
        data = content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
        if kind == b"EXIF":
            yield from exif_texts(data.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            yield "xmp", decoded(data[:MOST_TEXT])


def exif_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """The two texts of a TIFF structure that tools write recipes to."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        return
    first = struct.unpack(f"{order}I", data[4:8])[0]
    entries = dict(folder(data, order, first))
    if (inner := entries.pop(EXIF_FOLDER, None)) is not None:
        entries |= dict(folder(data, order, struct.unpack(f"{order}I", inner[1])[0]))
    for tag, name in ((USER_COMMENT, "UserComment"), (IMAGE_DESCRIPTION, "ImageDescription")):
        if tag in entries:
            text = value_of(data, order, entries[tag])
            yield name, comment(text, order) if tag == USER_COMMENT else decoded(text)


def folder(data: bytes, order: str, start: int) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """(tag, (bytes, value or its place)) of each entry."""
    count = int.from_bytes(data[start : start + 2], "little" if order == "<" else "big")
    for place in range(start + 2, start + 2 + 12 * min(count, 200), 12):
        entry = data[place : place + 12]
        if len(entry) < 12:
            return
        tag, _kind, number = struct.unpack(f"{order}HHI", entry[:8])
        yield tag, (number, entry[8:])


def value_of(data: bytes, order: str, entry: tuple[int, bytes]) -> bytes:
    size, value = entry
    if size <= 4:
        return value[:size]
    place = struct.unpack(f"{order}I", value)[0]
    return data[place : place + min(size, MOST_TEXT)]


def comment(data: bytes, order: str) -> str:
    """A UserComment names its code in its first eight bytes."""
    code = CODES.get(data[:8], "utf-8")
    if code == "utf-16":
        code = "utf-16-le" if order == "<" else "utf-16-be"
        if data[8:9] == b"\0" and order == "<":
            code = "utf-16-be"
    return data[8:].decode(code, "replace").replace("\0", "")


def xmp_description(text: str) -> str:
    """What stands in dc:description; "" for what is no plain XML, too deep, or has a document type."""
    found: list[str] = []
    depth = within = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, within
        depth += 1
        if depth > DEEPEST:
            raise Refused
        if within or name.rpartition(":")[2] == "description":
            within += 1

    def end(_name: str) -> None:
        nonlocal depth, within
        depth -= 1
        within = max(0, within - 1)

    def refuse(*_told: object) -> None:
        raise Refused

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda data: found.append(data) if within else None
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text[text.find("<") :][:MOST_TEXT], True)
    except (expat.ExpatError, Refused, ValueError):
        return ""
    return "".join(found).strip()
