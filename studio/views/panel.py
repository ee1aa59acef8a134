"""The option panel and the model picker as rows that templates draw without deciding anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio import catalogue, offer
from studio.catalogue import Asked, ModelSpec, Option
from studio.catalogue.pricing import price_of_picture
from studio.catalogue.rules import visible_options
from studio.forms import OPTION_PREFIX, ComposerForm, as_text

# Vendors better known by their models: three of them begin with B.
KNOWN_BY = {"Black Forest Labs": "F", "ByteDance": "S", "Alibaba": "Q"}
SEGMENT_MOST = 4  # choices side by side; more go into a menu
SEGMENT_LETTERS = 26  # of all labels together, or they would not fit the panel
SLIDER_STEPS = 120  # more steps than this are typed, not dragged


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option as it is shown. ``kind``: segment, menu, switch, slider, number, seed, line or text."""

    option: Option
    kind: str
    name: str
    id: str
    value: str
    default: str
    errors: list[str]
    choices: tuple[Choice, ...] = ()

    @property
    def changed(self) -> bool:
        return self.value != self.default

    @property
    def checked(self) -> bool:
        return self.value == "true"

    @property
    def default_label(self) -> str:
        return next((choice.label for choice in self.choices if choice.value == self.default), self.default)

    @property
    def range(self) -> str:
        """ "0 to 5", empty where there is no range."""
        low, high = as_text(self.option.min), as_text(self.option.max)
        return f"{low} to {high}" if low and high else ""


def option_rows(form: ComposerForm) -> tuple[list[OptionRow], list[OptionRow]]:
    """Rows that are shown at once, and those under Advanced."""
    shown = visible_options(form.spec, has_references=bool(form.sent_images))
    rows = [row_of(form, option) for option in shown]
    return [row for row in rows if not row.option.advanced], [row for row in rows if row.option.advanced]


def row_of(form: ComposerForm, option: Option) -> OptionRow:
    name = OPTION_PREFIX + option.name
    default = "" if is_unset(option, option.default) else as_text(option.default)
    posted = form.data.get(name, "")
    value = posted if posted.strip() and not is_unset(option, posted) else default
    errors = [str(error) for error in form.errors.get(name, ())]
    choices = tuple(choices_of(form, option, value)) if option.choices else ()
    return OptionRow(option, kind_of(option), name, f"c-{name}", value, default, errors, choices)


def is_unset(option: Option, value: Any) -> bool:
    """A number that stands for "not set", such as a seed of -1 or a width of 0: shown as an empty field."""
    if option.name == "seed" and as_text(value) == "-1":
        return True
    numeric = option.type in ("integer", "number")
    return numeric and as_text(value) in {as_text(omitted) for omitted in option.omit}


def kind_of(option: Option) -> str:
    if option.name == "seed":
        return "seed"
    if option.type == "choice":
        return "segment" if fits_a_segment(option) else "menu"
    if option.type == "boolean":
        return "switch"
    if option.type == "string":
        return "line" if option.choices or (option.max_length or 1000) <= 40 else "text"
    return "slider" if fits_a_slider(option) else "number"


def fits_a_segment(option: Option) -> bool:
    letters = sum(len(label_of(option, choice)) for choice in option.choices)
    return len(option.choices) <= SEGMENT_MOST and letters <= SEGMENT_LETTERS and option.default is not None


def fits_a_slider(option: Option) -> bool:
    if option.default is None or option.min is None or option.max is None or option.default in option.omit:
        return False
    return (option.max - option.min) / (option.step or 1) <= SLIDER_STEPS


def label_of(option: Option, choice: Any) -> str:
    return option.choice_labels.get(str(choice)) or str(choice)


def choices_of(form: ComposerForm, option: Option, value: str) -> Iterator[Choice]:
    priced = any(option.name in row.when for row in form.spec.prices)
    for choice in option.choices:
        price = price_with(form, option, choice) if priced else None
        yield Choice(as_text(choice), label_of(option, choice), as_text(choice) == value, price)


def price_with(form: ComposerForm, option: Option, choice: Any) -> Decimal | None:
    """What one picture would cost with this choice and the rest as it stands."""
    asked = form.asked or plain_asked(form.spec, form.aspect_shown)
    if asked is None:
        return None
    options = {**asked.options, option.name: choice}
    changed = Asked(asked.spec, asked.prompt, options, asked.aspect, 1, (1,), asked.lane, (), asked.size)
    return price_of_picture(changed, len(form.sent_images), asked.size)


def plain_asked(spec: ModelSpec, aspect: str) -> Asked | None:
    """One picture of a model with everything at its default; None where the model cannot be asked like that."""
    try:
        return catalogue.check(spec, prompt="picture", aspect=aspect or None)
    except catalogue.Invalid:
        return None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model of the picker. ``price`` of one picture at the current shape, None when unknown."""

    spec: ModelSpec
    chosen: bool
    price: Decimal | None

    @property
    def monogram(self) -> str:
        return monogram(self.spec.vendor)


def model_rows(form: ComposerForm) -> list[ModelRow]:
    """All models in the catalogue's order, those that are retired last."""
    rows = [model_row(form, spec) for spec in offer.all_models()]
    return sorted(rows, key=lambda row: row.spec.retired)


def model_row(form: ComposerForm, spec: ModelSpec) -> ModelRow:
    if spec.id == form.spec.id and form.asked:
        return ModelRow(spec, True, price_of_picture(form.asked, len(form.sent_images), form.asked.size))
    asked = plain_asked(spec, form.value("aspect"))
    price = price_of_picture(asked, 0, asked.size) if asked else first_price(spec)
    return ModelRow(spec, spec.id == form.spec.id, price)


def first_price(spec: ModelSpec) -> Decimal | None:
    return spec.prices[0].amount if spec.prices else None


def monogram(vendor: str) -> str:
    return KNOWN_BY.get(vendor) or vendor[:1].upper()
