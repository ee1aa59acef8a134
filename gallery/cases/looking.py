"""What of a covered picture leaves the server: a few blurred pixels, or all of it once somebody said to look."""

import io
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from PIL import Image as Pixels
from PIL import ImageFilter, UnidentifiedImageError

from gallery import access, audit
from gallery.audit import Act
from gallery.export import cleaning
from gallery.files import moving, signatures, storage
from gallery.models import Case, Image, User

COVER_SIDE = 32  # pixels of the longer side: too few to tell what it shows
BLUR = 3  # pixels of those
KEPT = 24 * 3600  # seconds that a cover is remembered
SMALLEST, LOOK_WIDTH = 320, 1280
MOST_PIXELS = 100_000_000


def cover_of(image: Image) -> bytes | None:
    """A tiny blurred WebP; None where no file of it can be read."""
    key = f"case-cover:{image.pk.hex}"
    found = cache.get(key)
    if found is None:
        found = blurred(image)
        if found:
            cache.set(key, found, KEPT)
    return bytes(found) if found else None


def blurred(image: Image) -> bytes | None:
    try:
        with (
            opened(image, 320)[0] as file,
            Pixels.open(file, formats=("PNG", "JPEG", "WEBP", "GIF", "AVIF")) as picture,
        ):
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (COVER_SIDE * 4, COVER_SIDE * 4))
            small = picture.convert("RGB")
    except (OSError, ValueError, UnidentifiedImageError, Pixels.DecompressionBombError):
        return None
    small.thumbnail((COVER_SIDE, COVER_SIDE))
    buffer = io.BytesIO()
    small.filter(ImageFilter.GaussianBlur(BLUR)).save(buffer, "WEBP", quality=60)
    return buffer.getvalue()


def opened(image: Image, width: int = LOOK_WIDTH) -> tuple[Any, str]:
    """An open file of the picture, from quarantine too, and its media type: a rendition, else the original.

    Raises:
        FileNotFoundError: there is none any more.
    """
    keys = (storage.rendition_key(image.pk, width, "webp"), storage.original_key(image.pk, image.format))
    for key, form in zip(keys, ("webp", image.format), strict=True):
        name = moving.present_name(image, key)
        if default_storage.exists(name):
            return default_storage.open(name), f"image/{form}"
    raise FileNotFoundError(keys[1])


def without_place(image: Image) -> tuple[Any, str]:
    """An upload that has no rendition, as others get it. Raises FileNotFoundError where it has no such copy."""
    try:
        copy = io.BytesIO(b"".join(cleaning.pieces(image)))
    except (OSError, ValueError) as error:
        raise FileNotFoundError(image.pk) from error
    ending = cleaning.ending_of(image)
    return copy, f"image/{'jpeg' if ending == 'jpg' else ending}"


def look(case: Case, *, by: User) -> tuple[Any, str]:
    """The whole picture of a case, and that ``by`` saw it is written down before a byte of it leaves.

    Raises:
        FileNotFoundError: there is none, none any more, or it is its owner's alone again.
    """
    if case.image is None or not access.can_look_at_case(by, case):
        raise FileNotFoundError(case.pk)
    bare = not signatures.has_renditions(case.image) and cleaning.needed(case.image, by)
    found = without_place(case.image) if bare else opened(case.image)
    audit.record(Act.LOOKED, by=by, obj=case.image, details={"case": str(case.pk)})
    return found
