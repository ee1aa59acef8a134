"""Three briefs to start from, each at the price of the day."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from studio import catalogue, offer
from studio.catalogue import ModelSpec


@dataclass(frozen=True, slots=True)
class Brief:
    title: str
    line: str
    prompt: str
    spec: ModelSpec
    aspect: str
    count: int
    price: Decimal | None
    drawing: str

    @property
    def query(self) -> str:
        asked = {"model": self.spec.id, "prompt": self.prompt, "aspect": self.aspect, "count": self.count}
        return urlencode(asked)


WRITTEN = (
    (
        gettext_noop("Packshot"),
        gettext_noop("A bottle on a stone block, low sun from the left, sand backdrop"),
        "Amber glass perfume bottle on a travertine block, low sun from the left, long shadow, sand backdrop, packshot",
        ("bfl/flux-2-pro", "3:4", 2),
        "studio/_drawing_packshot.html",
    ),
    (
        gettext_noop("Header picture"),
        gettext_noop("Layered ridges at first light, wide, room for a headline above"),
        "Layered fjord ridges at first light, thin mist between the pines, quiet palette, wide and still, "
        "room for a headline above",
        ("google/imagen-4.0-generate-001", "16:9", 4),
        "studio/_drawing_header.html",
    ),
    (
        gettext_noop("Poster with lettering"),
        gettext_noop("Six nights of jazz, flat shapes, warm palette, exact title text"),
        "Poster for six nights of jazz in an old grain warehouse, flat geometric shapes, warm palette, "
        'the word "NACHTKLANG"',
        ("ideogram/V3", "2:3", 2),
        "studio/_drawing_poster.html",
    ),
)


def briefs(user: Any) -> list[Brief]:
    """None where a brief's model is not in the catalogue or not offered to this person."""
    offered = {spec.id: spec for spec in offer.offered(user)}
    return [brief_of(written, offered) for written in WRITTEN if written[3][0] in offered]


def brief_of(written: tuple[str, str, str, tuple[str, str, int], str], offered: dict[str, ModelSpec]) -> Brief:
    title, line, prompt, (model, aspect, count), drawing = written
    spec = offered[model]
    asked = catalogue.check(spec, prompt=prompt, aspect=aspect, count=count)
    return Brief(_(title), _(line), prompt, spec, aspect, count, catalogue.quote(asked), drawing)
