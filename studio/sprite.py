"""All icons that the pages name, as one SVG: a page says which it means, and a browser asks for their drawings once."""

import gzip
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from zipfile import ZipFile

import lucide
from django.conf import settings

INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
NAMED = re.compile(r'\{% (?:icon|(?:nav|menu)_item "[\w-]+" _\("[^"]+"\)) "([a-z0-9-]+)"')
SHAPE = re.compile(r"<(path|circle|ellipse|line|polygon|polyline|rect) ")
DIGEST_LENGTH = 12


def drawings(names: Iterable[str]) -> dict[str, str]:
    """The shapes of icons of the lucide package, each in a box of 24 by 24. Its archive is opened once: the package's
    own tag opens it for every icon, which takes forty times as long for all. KeyError where there is none of a name.
    """
    with (files(lucide) / "lucide.zip").open("rb") as file, ZipFile(file) as archive:
        read = {name: INNER.search(archive.read(f"{name}.svg").decode()) for name in names}
    return {name: " ".join(match[1].split()) if match else "" for name, match in read.items()}


@cache
def names() -> frozenset[str]:
    """Those that stand in a template."""
    folder = settings.BASE_DIR / "templates"
    return frozenset(name for path in folder.rglob("*.html") for name in NAMED.findall(path.read_text()))


@cache
def svg() -> bytes:
    """Each as a symbol of its name. Lines keep their width at every size, which a sheet cannot say in here."""
    thin = r'<\1 vector-effect="non-scaling-stroke" '
    drawn = {name: SHAPE.sub(thin, shapes) for name, shapes in drawings(sorted(names())).items()}
    symbols = "".join(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>' for name, shapes in drawn.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'.encode()


@cache
def packed() -> bytes:
    return gzip.compress(svg(), mtime=0)


@cache
def digest() -> str:
    """Part of its address, so that it may be kept for good."""
    return hashlib.sha256(svg()).hexdigest()[:DIGEST_LENGTH]
