"""Picture files drawn in memory, good and bad, and pictures with a stored original."""

import hashlib
import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image as Pixels

from gallery import ingest
from gallery.ids import uuid7
from gallery.models import Image
from tests.factories import UserFactory

ORIENTATION = 0x0112
GPS = 0x8825


def encoded(form: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    file = io.BytesIO()
    Pixels.new(mode, size, {"RGB": "teal", "RGBA": (0, 128, 128, 90)}.get(mode, 0)).save(file, form, **options)
    return file.getvalue()


def photograph(size: tuple[int, int] = (60, 40), orientation: int = 6) -> bytes:
    """A JPEG that was held on end and says where."""
    exif = Pixels.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    return encoded("JPEG", size, exif=exif)


def bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    """A PNG that claims many pixels and holds none."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def moving(form: str) -> bytes:
    frames = [Pixels.new("RGB", (20, 20), color) for color in ("teal", "tan", "navy")]
    file = io.BytesIO()
    frames[0].save(file, form, save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


def original(folder: Path, data: bytes | None = None, size: tuple[int, int] = (60, 40)) -> ingest.Original:
    data = data or encoded(size=size)
    path = folder / f"{uuid7().hex}.got"
    path.write_bytes(data)
    return ingest.Original(path, "png", *size, len(data), hashlib.sha256(data).hexdigest())


def generated(folder: Path, owner: Any = None, size: tuple[int, int] = (60, 40), **columns: Any) -> Image:
    """A saved row whose original is in its place, as the lifecycle leaves it."""
    image_id, source = uuid7(), original(folder, size=size)
    ingest.store_original(image_id, source)
    owner = owner or UserFactory()
    image = ingest.build_image(image_id, source, ingest.Provenance(owner.pk, "a harbour", "", "m", "M", "Vendor"))
    for name, value in columns.items():
        setattr(image, name, value)
    image.save(force_insert=True)
    return image
