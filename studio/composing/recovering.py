"""A file given back as a recipe: an own picture by its bytes, else what its metadata tells, as far as it is offered."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gallery import carried
from gallery.carried import Carried
from gallery.derived.ratios import ratio_of
from gallery.models import Image
from studio import offer
from studio.composing.forms import OPTION_PREFIX


@dataclass(frozen=True, slots=True)
class Part:
    """One field that the composer can take: ``name`` and ``value`` as it posts them; "" for one that it cannot."""

    label: str
    told: str
    name: str = ""
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recovered:
    """``image``: the very same bytes, kept here. Otherwise ``tool`` and what its metadata says."""

    image: Image | None = None
    tool: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def found(self) -> bool:
        return self.image is not None or bool(self.parts)


def recover(content: bytes, user: Any) -> Recovered:
    """Nothing is kept of the file."""
    digest = hashlib.sha256(content).hexdigest()
    image = Image.objects.pictures_visible_to(user).filter(sha256=digest).order_by("kind", "-created_at").first()
    if image is not None and image.kind == "generated":
        return Recovered(image=image)
    found = carried.read(content)
    if found is not None:
        return Recovered(tool=found.tool, parts=tuple(parts_of(found)))
    return Recovered(image=image)


def parts_of(found: Carried) -> list[Part]:
    seed = "" if found.seed is None else str(found.seed)
    parts = [
        Part(_("Prompt"), found.prompt, "prompt", found.prompt),
        Part(_("Negative prompt"), found.negative, note=_("Few models take these: copy them where one does.")),
        model_part(found.model),
        size_part(found),
        Part(_("Seed"), seed, f"{OPTION_PREFIX}seed", seed),
    ]
    return [part for part in parts if part.told]


def model_part(name: str) -> Part:
    """An unknown model is mapped to nothing, and said."""
    wanted = bare(name)
    same = (spec for spec in offer.offered() if wanted in (bare(spec.id.rpartition("/")[2]), bare(spec.label)))
    spec = next(same, None) if wanted else None
    if spec is None:
        return Part(_("Model"), name, note=_("Not offered here. The model stays as it is."))
    return Part(_("Model"), spec.label, "model", spec.id)


def bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def size_part(found: Carried) -> Part:
    """The shape alone: sizes differ by model."""
    size = f"{found.width} × {found.height}" if found.width and found.height else ""
    aspect = found.aspect or (ratio_of(found.width, found.height) if found.width and found.height else "")
    told = ", ".join(text for text in (size, aspect) if text)
    return Part(_("Size"), told, "aspect" if aspect else "", aspect, "" if aspect else _("No shape that has a name."))
