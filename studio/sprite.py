"""All icons that the pages name, as one SVG: a page says which it means, and a browser asks for their drawings once."""

import gzip
import hashlib
import re
from functools import cache

from django.conf import settings
from lucide.templatetags.lucide import lucide

INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
NAMED = re.compile(r'\{% (?:icon|(?:nav|menu)_item "[\w-]+" _\("[^"]+"\)) "([a-z0-9-]+)"')
SHAPE = re.compile(r"<(path|circle|ellipse|line|polygon|polyline|rect) ")
DIGEST_LENGTH = 12


def drawing(name: str) -> str:
    """The shapes of one icon of the lucide package, in a box of 24 by 24; "" where there is none of that name."""
    match = INNER.search(lucide(name))
    return " ".join(match[1].split()) if match else ""


@cache
def names() -> frozenset[str]:
    """Those that stand in a template."""
    folder = settings.BASE_DIR / "templates"
    return frozenset(name for path in folder.rglob("*.html") for name in NAMED.findall(path.read_text()))


@cache
def svg() -> bytes:
    """Each as a symbol of its name. Lines keep their width at every size, which a sheet cannot say in here."""
    drawn = {name: SHAPE.sub(r'<\1 vector-effect="non-scaling-stroke" ', drawing(name)) for name in sorted(names())}
    symbols = "".join(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>' for name, shapes in drawn.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'.encode()


@cache
def packed() -> bytes:
    return gzip.compress(svg(), mtime=0)


@cache
def digest() -> str:
    """Part of its address, so that it may be kept for good."""
    return hashlib.sha256(svg()).hexdigest()[:DIGEST_LENGTH]
