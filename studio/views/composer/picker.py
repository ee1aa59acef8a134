"""The model picker: which models there are, and what each costs at the shape of now."""

from dataclasses import dataclass
from decimal import Decimal

from studio import catalogue, offer
from studio.catalogue import Asked, ModelSpec
from studio.catalogue.pricing import price_of_picture
from studio.composing.forms import ComposerForm
from studio.waits import pause_words, paused

# Vendors better known by their models: three of them begin with B.
KNOWN_BY = {"Black Forest Labs": "F", "ByteDance": "S", "Alibaba": "Q"}
BUSY = "vendor_busy"  # over in seconds: nobody has to choose another model for it
NAMES_SHOWN = 26  # letters of model names on the chip; more become "3 models"


@dataclass(frozen=True, slots=True)
class Taker:
    """A chosen model as its monogram."""

    monogram: str
    label: str


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model of the picker. ``price`` of one picture at the current shape, None when unknown; ``down`` says why
    its vendor gets nothing now, empty where it answers.
    """

    spec: ModelSpec
    chosen: bool
    price: Decimal | None
    down: str = ""

    @property
    def monogram(self) -> str:
        return monogram(self.spec.vendor)


def model_rows(form: ComposerForm) -> list[ModelRow]:
    """All models in the catalogue's order, those that this person may not use last."""
    chosen = {spec.id for spec in form.specs}
    down = {vendor: pause_words(pause) for vendor, pause in paused().items() if pause.reason != BUSY}
    rows = [
        ModelRow(spec, spec.id in chosen, price_each(form, spec), down.get(spec.vendor, ""))
        for spec in offer.all_models(form.user)
    ]
    return sorted(rows, key=lambda row: not row.spec.offered)


def price_each(form: ComposerForm, spec: ModelSpec) -> Decimal | None:
    """One picture of this model: as it is asked for where it is chosen, otherwise with everything at its default."""
    if asked := form.asked_of(spec):
        return price_of_picture(asked, len(form.images_for(spec)), asked.size)
    asked = plain_asked(spec, form.value("aspect"))
    return price_of_picture(asked, 0, asked.size) if asked else first_price(spec)


def plain_asked(spec: ModelSpec, aspect: str) -> Asked | None:
    """One picture of a model with everything at its default; None where the model cannot be asked like that."""
    try:
        return catalogue.check(spec, prompt="picture", aspect=aspect or None)
    except catalogue.Invalid:
        return None


def first_price(spec: ModelSpec) -> Decimal | None:
    return next((row.amount for row in spec.prices if not row.unknown), None)


def takers(form: ComposerForm) -> list[Taker]:
    """The chosen models, for the chip."""
    return [taker_of(spec) for spec in form.specs]


def taker_of(spec: ModelSpec) -> Taker:
    return Taker(monogram(spec.vendor), spec.short_label)


def names_of(form: ComposerForm) -> str:
    """ "GPT Image 1.5", "Imagen 4, Flux 2 Pro"; empty where the names would not fit the chip."""
    names = ", ".join(spec.short_label for spec in form.specs)
    return names if len(form.specs) == 1 or len(names) <= NAMES_SHOWN else ""


def monogram(vendor: str) -> str:
    return KNOWN_BY.get(vendor) or vendor[:1].upper()
