"""The option panel as sections and rows that templates draw without deciding anything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from studio.catalogue import Asked, ModelSpec, Option
from studio.catalogue.pricing import price_of_picture
from studio.catalogue.rules import visible_options
from studio.composing.forms import ComposerForm, as_text
from studio.views.composer.picker import Taker, plain_asked, price_each, taker_of
from studio.words import worded

SEGMENT_MOST = 4  # choices side by side; more go into a menu
SEGMENT_LETTERS = 26  # of all labels together, or they would not fit the panel
SLIDER_STEPS = 120  # more steps than this are typed, not dragged


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool
    price: Decimal | None = None
    price_id: str = ""  # where its price stands, so that it follows the rest of the form; "" where it moves none


@dataclass(frozen=True, slots=True)
class Needs:
    """The field of another option that has to hold one of ``values`` for this one to mean anything."""

    name: str
    values: tuple[str, ...]
    met: bool


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
    takers: tuple[Taker, ...] = ()  # where only some of the chosen models take it
    shared: bool = False  # one field for several models
    apart: bool = False  # a field of its own that could be shared
    needs: Needs | None = None

    @property
    def only(self) -> str:
        """ "Flux 2 Pro" where one model alone takes it."""
        return self.takers[0].label if len(self.takers) == 1 else ""

    @property
    def changed(self) -> bool:
        return self.value != self.default

    @property
    def idle(self) -> bool:
        """Would change nothing as things are: out of the way until it does."""
        return bool(self.needs and not self.needs.met and not self.changed and not self.errors)

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
        return worded(f"{low} to {high}") if low and high else ""


@dataclass(frozen=True, slots=True)
class Section:
    """One chosen model of the panel. ``price`` of one picture now; ``notes``: what will differ from what is asked."""

    spec: ModelSpec
    monogram: str
    price: Decimal | None
    rows: list[OptionRow]
    advanced: list[OptionRow]
    notes: tuple[str, ...]
    open: bool

    @property
    def every_row(self) -> list[OptionRow]:
        return [*self.rows, *self.advanced]

    @property
    def changed(self) -> int:
        return sum(row.changed for row in self.every_row)

    @property
    def advanced_open(self) -> bool:
        return any(row.changed or row.errors for row in self.advanced)


def sections(form: ComposerForm) -> list[Section]:
    """One per chosen model, in their order; the first one is open, and where something is wrong."""
    return [section_of(form, spec, first=index == 0) for index, spec in enumerate(form.specs)]


def section_of(form: ComposerForm, spec: ModelSpec, *, first: bool) -> Section:
    rows, advanced = option_rows(form, spec)
    asked = form.asked_of(spec)
    return Section(
        spec,
        taker_of(spec).monogram,
        price_each(form, spec),
        rows,
        advanced,
        tuple(worded(words) for words in asked.warnings) if asked else (),
        first or any(row.errors for row in (*rows, *advanced)),
    )


def shared_rows(form: ComposerForm) -> list[OptionRow]:
    """The options that one field sets for several chosen models; none while one model is chosen."""
    if not form.several:
        return []
    rows: dict[str, OptionRow] = {}
    for spec in form.specs:
        for option in shown_options(form, spec):
            if form.option_fields.is_shared(option.name) and option.name not in rows:
                rows[option.name] = shared_row(form, spec, option)
    return list(rows.values())


def shared_row(form: ComposerForm, spec: ModelSpec, option: Option) -> OptionRow:
    takers = form.option_fields.takers(option.name)
    some = len(takers) < len(form.specs)
    plain = row_of(form, spec, option, priced=False)
    return replace(
        plain, takers=tuple(taker_of(each) for each in takers) if some else (), shared=len(takers) > 1, apart=False
    )


def option_rows(form: ComposerForm, spec: ModelSpec) -> tuple[list[OptionRow], list[OptionRow]]:
    """A model's own rows: those shown at once, and those under Advanced."""
    fields = form.option_fields
    own = [o for o in shown_options(form, spec) if not (form.several and fields.is_shared(o.name))]
    rows = [row_of(form, spec, option) for option in own]
    return [row for row in rows if not row.option.advanced], [row for row in rows if row.option.advanced]


def shown_options(form: ComposerForm, spec: ModelSpec) -> tuple[Option, ...]:
    return visible_options(spec, has_references=bool(form.images_for(spec)))


def row_of(form: ComposerForm, spec: ModelSpec, option: Option, *, priced: bool = True) -> OptionRow:
    name = form.option_fields.name_of(spec, option)
    default = "" if is_unset(option, option.default) else as_text(option.default)
    posted = form.option_fields.posted(spec, option) or ""
    value = posted if posted.strip() and not is_unset(option, posted) else default
    errors = [str(error) for error in form.errors.get(name, ())]
    choices = tuple(choices_of(form, spec, option, value, priced=priced)) if option.choices else ()
    apart = form.several and form.option_fields.could_be_shared(option.name)
    shown = replace(option, label=worded(option.label), help=worded(option.help))
    needs = needs_of(form, spec, option)
    return OptionRow(
        shown, kind_of(option), name, f"c-{name}", value, default, errors, choices, apart=apart, needs=needs
    )


def needs_of(form: ComposerForm, spec: ModelSpec, option: Option) -> Needs | None:
    """By the rule of the catalogue that ties the whole option to another one."""
    others = {other.name: other for other in spec.options}
    for rule in option.conditions:
        if rule.option in others and rule.value is None and rule.max is None:
            other = others[rule.option]
            values = tuple(map(as_text, rule.is_in))
            now = form.option_fields.posted(spec, other) or as_text(other.default)
            return Needs(form.option_fields.name_of(spec, other), values, now in values)
    return None


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
    return worded(option.choice_labels.get(str(choice)) or str(choice))


def choices_of(form: ComposerForm, spec: ModelSpec, option: Option, value: str, *, priced: bool) -> Iterator[Choice]:
    priced = priced and any(option.name in row.when for row in spec.prices)
    place = form.specs.index(spec) if priced else 0
    for index, choice in enumerate(option.choices):
        price = price_with(form, spec, option, choice) if priced else None
        price_id = f"price-{place}-{option.name}-{index}" if priced else ""
        yield Choice(as_text(choice), label_of(option, choice), as_text(choice) == value, price, price_id)


def priced_choices(form: ComposerForm) -> list[Choice]:
    """The choices of the panel that carry a price, at what they cost now."""
    rows = (row for section in sections(form) for row in section.every_row if row.kind == "segment")
    return [choice for row in rows for choice in row.choices if choice.price_id]


def price_with(form: ComposerForm, spec: ModelSpec, option: Option, choice: Any) -> Decimal | None:
    """What one picture would cost with this choice and the rest as it stands."""
    asked = form.asked_of(spec) or plain_asked(spec, form.aspect_shown)
    if asked is None:
        return None
    options = {**asked.options, option.name: choice}
    changed = Asked(asked.spec, asked.prompt, options, asked.aspect, 1, (1,), asked.lane, (), asked.size)
    return price_of_picture(changed, len(form.images_for(spec)), asked.size)
