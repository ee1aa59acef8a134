"""Whether a picture's recipe can be made again, and what stands in the way, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.models import Image
from gallery.timing import dated
from studio import catalogue, offer
from studio.catalogue import Invalid, ModelSpec, ReferenceFacts
from studio.words import worded

SEED = "seed"


@dataclass(frozen=True, slots=True)
class Repeat:
    """``obstacles`` keep it from being made as it was, ``caveats`` make it look different.

    ``price`` in US dollars of one picture today; None where it is unknown or cannot be made.
    """

    obstacles: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    price: Decimal | None = None
    takes_seed: bool = False


def repeat_of(image: Image, references: Sequence[Image], gone: int) -> Repeat:
    """``references``: those of its references that the reader can still use; ``gone``: how many cannot. One query."""
    lost = references_gone(gone)
    try:
        spec = offer.get(image.model)
    except catalogue.UnknownModel:
        return Repeat((_("%(model)s is offered here no more.") % {"model": image.model_label or image.model}, *lost))
    takes_seed = spec.option(SEED) is not None
    if spec.retired:
        return Repeat((retired(spec), *lost), takes_seed=takes_seed)
    if spec.barred:
        return Repeat((worded(spec.barred), *lost), takes_seed=takes_seed)
    price, refused = priced(image, spec, references)
    return Repeat((*lost, *refused), different(image, spec), price, takes_seed)


def retired(spec: ModelSpec) -> str:
    since = dated(date.fromisoformat(spec.retired_since), "j M Y")
    return _("%(model)s is retired since %(date)s.") % {"model": spec.label, "date": since}


def references_gone(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    sentence = ngettext(
        "%(number)d reference is gone or not yours to see.",
        "%(number)d references are gone or not yours to see.",
        number,
    )
    return (sentence % {"number": number},)


def different(image: Image, spec: ModelSpec) -> tuple[str, ...]:
    if spec.option(SEED) is None:
        return (_("A re-run will look different: %(model)s takes no seed.") % {"model": spec.label},)
    if image.seed is None:
        return (_("A re-run will look different: %(model)s told no seed.") % {"model": spec.label},)
    return ()


def priced(image: Image, spec: ModelSpec, references: Sequence[Image]) -> tuple[Decimal | None, tuple[str, ...]]:
    """Today's price of one; or what today's rules say against it."""
    roles = image.asked.get("roles") or {}
    facts = [
        ReferenceFacts(row.format, row.width, row.height, row.bytes, roles.get(str(row.pk), "")) for row in references
    ]
    try:
        asked = catalogue.check(
            spec,
            prompt=image.prompt or "-",
            options=image.asked.get("options") or {},
            aspect=image.asked.get("aspect") or None,
            count=1,
            references=facts,
            mask=facts[0] if facts and image.asked.get("mask") else None,  # it is as large as the first of them
        )
    except Invalid as invalid:
        sentences = [sentence for found in invalid.errors.values() for sentence in found]
        return None, (_("Its settings are taken no more: %(why)s") % {"why": worded(sentences[0])},)
    return catalogue.quote(asked, len(facts)), ()
