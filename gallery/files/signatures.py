"""Links to renditions: a signature and an hour, no database. The same all through the hour, so that browsers cache.

    /media/<image hex>/<320|640|1280>.webp?e=<hours since the epoch>&s=<signature>
    /media/<image hex>/original.<format>?e=…&s=…     while no rendition is made yet
    …?e=…&m=<mark>&s=…     of a team's picture, for another than its owner: gallery.files.withdrawn

One signature covers all widths of a picture, which makes pages smaller; it does not open the original.
"""

import hashlib
import hmac
import time
from functools import cache, lru_cache
from typing import Any

from django.conf import settings

from gallery.files import withdrawn

MEDIA = "/media/"
WINDOW = 3600  # seconds
VALID_WINDOWS = 2  # a link made at the end of an hour lives through the whole next one
SIGNATURE_LENGTH = 27
WIDTHS = (320, 640, 1280)


@cache
def signing_key(secret: str) -> bytes:
    return hashlib.sha256(b"media:" + secret.encode()).digest()


@lru_cache(maxsize=20_000)
def signature(message: str, secret: str) -> str:
    return hmac.new(signing_key(secret), message.encode(), hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]


def sign(path: str, window: int, mark: str = "") -> str:
    """``path`` as in the address: "<image hex>/640.webp". Its renditions share the signature of "<image hex>".

    What a shared page links to begins with "s/" and is signed as it is given.
    """
    folder, _, name = path.partition("/")
    whole = folder == "s" or name.startswith("original")
    return signature(f"{path if whole else folder}?{window}{mark and f'&{mark}'}", settings.SECRET_KEY)


def verify(path: str, window: str, given: str, mark: str = "") -> bool:
    if not window.isascii() or not window.isdigit() or len(window) > 9:
        return False
    age = int(time.time() // WINDOW) - int(window)
    return -1 <= age < VALID_WINDOWS and hmac.compare_digest(sign(path, int(window), mark).encode(), given.encode())


def seconds_left(window: str) -> int:
    """Until a link of this window is too old."""
    return (int(window) + VALID_WINDOWS) * WINDOW - int(time.time())


def url(path: str, signed: str = "", mark: str = "") -> str:
    """``signed``: what the signature covers, where that is not the path."""
    window = int(time.time() // WINDOW)
    return f"{MEDIA}{path}?e={window}{mark and f'&m={mark}'}&s={sign(signed or path, window, mark)}"


def rendition_url(image: Any, width: int, viewer: Any = None) -> str:
    """The rendition's link; the original's until one is made, unless it may tell others where it was taken.

    ``viewer``: the id of the person whom it is made for.
    """
    if not has_renditions(image) and not keeps_its_original(image):
        return original_url(image, viewer)
    return url(f"{image.pk.hex}/{width}.webp", mark=withdrawn.mark(image, viewer))


def original_url(image: Any, viewer: Any = None) -> str:
    return url(f"{image.pk.hex}/original.{image.format}", mark=withdrawn.mark(image, viewer))


def srcset(image: Any, viewer: Any = None) -> str:
    """For an img's srcset; "" while only the original can be shown."""
    if not has_renditions(image):
        return ""
    smaller = [width for width in WIDTHS if width < image.width]
    whole = [width for width in WIDTHS if width >= image.width][:1]
    start = f"{MEDIA}{image.pk.hex}"
    end = url(image.pk.hex, mark=withdrawn.mark(image, viewer)).removeprefix(start)  # signed alike
    return ", ".join(f"{start}/{width}.webp{end} {min(width, image.width)}w" for width in smaller + whole)


def keeps_its_original(image: Any) -> bool:
    """An upload's original goes to its owner alone: a team waits for the cleaned copies."""
    return image.team_id is not None and image.kind != "generated"


def has_renditions(image: Any) -> bool:
    """1 WebP, 2 AVIF too; 0 is not yet and 9 is never."""
    return image.renditions in (1, 2)
