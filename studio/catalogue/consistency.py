"""Whether one catalogue entry agrees with itself. A slip in the data stops the start, not a designer's run."""

import re
from collections.abc import Iterator
from pathlib import Path

from studio.catalogue.reading import CatalogueError
from studio.catalogue.spec import ModelSpec, Option

RATIO = re.compile(r"[1-9]\d{0,3}:[1-9]\d{0,3}")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
PSEUDO = frozenset({"references", "content", "mask", "shape"})
DEFAULT_KINDS = {"integer": (int,), "number": (int, float), "boolean": (bool,), "string": (str,)}


def check_model(spec: ModelSpec, file: Path, place: str) -> None:
    """Raise CatalogueError at the first thing that does not fit."""
    for key, message in slips(spec):
        raise CatalogueError(file, f"{place}.{key}", message)


def slips(spec: ModelSpec) -> Iterator[tuple[str, str]]:
    """(key, message) for each thing that does not fit."""
    yield from identity_slips(spec)
    yield from name_slips(spec)
    yield from aspect_slips(spec)
    for option in spec.options:
        for key, message in option_slips(option):
            yield f"options.{option.name}.{key}", message


def identity_slips(spec: ModelSpec) -> Iterator[tuple[str, str]]:
    if spec.retired_since and not ISO_DATE.fullmatch(spec.retired_since):
        yield "retired_since", f"must be a date such as 2026-09-30, not {spec.retired_since!r}"
    if not spec.path.startswith("/"):
        yield "path", "must begin with /"
    if spec.images_per_call > 1 and not spec.count_keys:
        yield "images_per_call", "more than one a call needs count_keys"
    if spec.references.min > spec.references.max:
        yield "references.min", "is more than references.max"
    if spec.references.max and not spec.references.keys:
        yield "references.keys", "must name the wire key"
    if spec.prices and not spec.price_source:
        yield "price_source", "must say where the prices are from"


def name_slips(spec: ModelSpec) -> Iterator[tuple[str, str]]:
    """Every option that another key names must be there, once."""
    names = [option.name for option in spec.options]
    if len(set(names)) != len(names):
        yield "options", "the same option stands here twice"
    for key, name in named_options(spec):
        if name not in names and name not in PSEUDO and name not in spec.references.roles:
            yield key, f"there is no option {name!r} in this model"


def named_options(spec: ModelSpec) -> Iterator[tuple[str, str]]:
    yield from (("shape_options", name) for name in spec.shape_options)
    yield from (("free_size.keys", name) for name in (spec.free_size.keys if spec.free_size else ()))
    yield from (("prices.when", name) for row in spec.prices for name in row.when)
    yield from (("prompt_required_when", name) for name in spec.prompt_required_when)
    yield from (("prompt_unused_when", name) for name in spec.prompt_unused_when)
    yield from (("mask.required_for", name) for name in (spec.mask.required_for if spec.mask else ()))
    if spec.resolution:
        yield "resolution", spec.resolution
    if spec.batch:
        yield "batch.option", spec.batch.option
        yield from (("batch.when", name) for name in spec.batch.when)
    for option in spec.options:
        yield from ((f"options.{option.name}.conditions", rule.option) for rule in option.conditions)


def aspect_slips(spec: ModelSpec) -> Iterator[tuple[str, str]]:
    ratios = [aspect.ratio for aspect in spec.aspects]
    if len(set(ratios)) != len(ratios):
        yield "aspects", "the same shape stands here twice"
    for ratio in ratios:
        if ratio != "auto" and not RATIO.fullmatch(ratio):
            yield "aspects", f'{ratio!r} is neither "w:h" nor "auto"'
    if spec.default_aspect not in ratios:
        yield "default_aspect", f"{spec.default_aspect!r} is not among the shapes"


def option_slips(option: Option) -> Iterator[tuple[str, str]]:
    if option.type == "choice" and not option.choices:
        yield "choices", "a choice needs choices"
    if option.min is not None and option.max is not None and option.min > option.max:
        yield "min", "is more than max"
    for label in option.choice_labels:
        if label not in option.choices:
            yield "choice_labels", f"{label!r} is not among the choices"
    if option.default is not None:
        yield from default_slips(option)


def default_slips(option: Option) -> Iterator[tuple[str, str]]:
    value = option.default
    if option.type == "choice":
        if value not in option.choices:
            yield "default", f"{value!r} is not among the choices"
    elif type(value) not in DEFAULT_KINDS[option.type]:
        yield "default", f"{value!r} is no {option.type}"
    elif option.type in ("integer", "number") and value not in option.omit:
        low, high = option.min, option.max
        if (low is not None and value < low) or (high is not None and value > high):
            yield "default", f"{value!r} is outside the range"
