"""Words across a rendition, so that a picture says where it was seen. The original and its renditions stay untouched.

Drawn once for each picture, width and wording, on the first request for it, and kept beside the renditions.
"""

import hashlib
import io
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from gallery.files import storage
from gallery.files.renditions import WEBP, decoded, encoded, in_srgb, narrowed
from gallery.ingest import spool_folder

FACE = Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf"
NOTHING = "\ufffe"  # is no letter in any font
ANGLE = 27  # degrees
STRENGTH = 105  # of 255
SHADE = 60  # of 255, of the dark edge that keeps it readable on white
APART = (2.1, 5.5)  # sideways in lengths of the words, downwards in heights


def undrawable(words: str) -> str:
    """The letters that our font has not, each once, in their order: "漢字"."""
    return "".join(dict.fromkeys(letter for letter in words if not letter.isspace() and not is_drawable(letter)))


@lru_cache(maxsize=1024)
def is_drawable(letter: str) -> bool:
    return glyph(letter) != glyph(NOTHING)


def glyph(letter: str) -> tuple[tuple[int, int], bytes]:
    drawn = face(24).getmask(letter)
    return drawn.size, bytes(drawn)


def face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACE, size)


def marked_key(image_id: Any, width: int, mark: str) -> str:
    wording = hashlib.sha256(f"{FACE.stem} {mark}".encode()).hexdigest()[:16]
    return f"{storage.marked_folder(image_id)}/{wording}-{width}.webp"


def ensure_marked(image: Any, width: int, mark: str) -> str:
    """The key of the marked rendition, drawn now where it is not there yet.

    Raises:
        FileNotFoundError: the picture has no files in their place: it was taken away.
    """
    key = marked_key(image.pk, width, mark)
    source = storage.rendition_name(image, width, "webp")
    if not storage.exists(source) and not storage.exists(storage.original_name(image)):
        raise FileNotFoundError(source)
    if storage.exists(key):
        return key
    data = encoded(marked(small(image, width), mark), WEBP)
    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="mark-") as folder:
        draft = Path(folder) / "marked"
        draft.write_bytes(data)
        storage.put(key, draft)
    return key


def small(image: Any, width: int) -> Image.Image:
    """The rendition, or the original as small where none is made yet."""
    source = storage.rendition_name(image, width, "webp")
    if storage.exists(source):
        with default_storage.open(source) as file, Image.open(io.BytesIO(file.read()), formats=("WEBP",)) as picture:
            return picture.convert("RGB")
    with storage.local_original(image) as path:
        return in_srgb(narrowed(decoded(path, settings.MAX_PIXELS), width))


def drawn(image: Any, width: int) -> bytes:
    """A small copy of a picture whose renditions are still to be made."""
    return encoded(small(image, width), WEBP)


def marked(picture: Image.Image, words: str) -> Image.Image:
    """The picture with the words across it, over and over, at a slant."""
    size = max(11, round(picture.width / 26))
    font = face(size)
    sheet = Image.new("L", (picture.width * 2, picture.height * 2 + picture.width), 0)
    pen = ImageDraw.Draw(sheet)
    length = pen.textlength(words, font)
    step_x, step_y = max(length * APART[0], size * 6), size * APART[1]
    for row in range(int(sheet.height / step_y) + 1):
        for column in range(-1, int(sheet.width / step_x) + 1):
            pen.text((column * step_x + (row % 2) * step_x / 2, row * step_y), words, fill=255, font=font)
    slanted = sheet.rotate(ANGLE, Image.Resampling.BILINEAR)
    left, top = (slanted.width - picture.width) // 2, (slanted.height - picture.height) // 2
    mask = slanted.crop((left, top, left + picture.width, top + picture.height))
    result = picture.convert("RGB")
    result.paste((0, 0, 0), (1, 1), mask.point(lambda value: value * SHADE // 255))
    result.paste((255, 255, 255), (0, 0), mask.point(lambda value: value * STRENGTH // 255))
    return result
