"""From the text of one TOML file to ModelSpecs, strictly: an unknown key or a wrong type is refused.

A file holds ``vendor``, ``[defaults]`` (keys of a model that most share), ``[option.<key>]`` and
``[aspects.<key>]`` (shared pieces that a model names) and ``[[model]]``. See ``data/README.md``.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from studio.catalogue.spec import (
    OPTION_TYPES,
    Aspect,
    BatchRule,
    Condition,
    FreeSize,
    Lane,
    MaskRule,
    ModelSpec,
    Option,
    PriceRow,
    ReferenceRule,
    RoleRule,
    TokenPrices,
)

MONEY = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")

Read = Callable[[Any], Any]
Keys = Mapping[str, Read]


class CatalogueError(ValueError):
    """A catalogue file that cannot be used. ``key`` is the place in ``file``, such as "model[2].option[0].min"."""

    def __init__(self, file: Path | str, key: str, message: str):
        super().__init__(f"{file}: {key}: {message}" if key else f"{file}: {message}")
        self.file, self.key = str(file), key


class Refused(ValueError):  # noqa: N818 (never leaves this module)
    """A value that a reader refuses; ``key`` grows on the way up."""

    def __init__(self, message: str, key: str = ""):
        super().__init__(message)
        self.key = key


class Shared(NamedTuple):
    """The pieces that a file's models name."""

    options: Mapping[str, Any]
    aspects: Mapping[str, Any]
    vendor: str
    family: str


def under(key: str, error: Refused) -> Refused:
    inner = error.key
    return Refused(str(error), key + (inner if inner.startswith("[") or not inner else f".{inner}"))


def exactly(*kinds: type) -> Read:
    def read(value: Any) -> Any:
        if type(value) not in kinds:
            raise Refused(f"must be {' or '.join(kind.__name__ for kind in kinds)}, not {value!r}")
        return value

    return read


def one_of(*values: str) -> Read:
    def read(value: Any) -> str:
        if value not in values:
            raise Refused(f"must be one of {', '.join(values)}, not {value!r}")
        return str(value)

    return read


def within(low: int, high: int) -> Read:
    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise Refused(f"must be a whole number from {low} to {high}, not {value!r}")
        return value

    return read


def many(read_item: Read) -> Read:
    def read(value: Any) -> tuple[Any, ...]:
        return tuple(each("", index, item, read_item) for index, item in enumerate(exactly(list)(value)))

    return read


def table_of(read_item: Read) -> Read:
    def read(value: Any) -> dict[str, Any]:
        return {key: each(key, None, item, read_item) for key, item in exactly(dict)(value).items()}

    return read


def each(key: str, index: int | None, item: Any, read_item: Read) -> Any:
    try:
        return read_item(item)
    except Refused as error:
        raise under(key if index is None else f"[{index}]", error) from error


def fields(value: Any, keys: Keys, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """The table's values, each through its reader."""
    table = exactly(dict)(value)
    for key in required:
        if key not in table:
            raise Refused("is missing", key)
    for key in table:
        if key not in keys:
            raise Refused("is not a key of this table", key)
    return {key: each(key, None, item, keys[key]) for key, item in table.items()}


def pair(value: Any) -> tuple[int, int]:
    sides = many(within(1, 100_000))(value)
    if len(sides) != 2:
        raise Refused(f"must be [width, height], not {value!r}")
    return sides[0], sides[1]


def dollars(value: Any) -> Decimal:
    """Money is written as text, "0.034", so that no binary fraction comes near it."""
    if not isinstance(value, str) or not MONEY.fullmatch(value):
        raise Refused(f'must be dollars as text, such as "0.034", not {value!r}')
    return Decimal(value)


text = exactly(str)
whole = exactly(int)
number = exactly(int, float)
flag = exactly(bool)
scalar = exactly(str, int, float, bool)
anything: Read = lambda value: value  # noqa: E731 (a reader like the others)
lane: Read = lambda value: Lane(one_of(*Lane)(value))  # noqa: E731
texts, scalars = many(text), many(scalar)

CONDITION: Keys = {"option": text, "is_in": scalars, "value": scalar, "max": number, "message": text}
OPTION: Keys = {
    "name": text, "label": text, "noun": text, "type": one_of(*OPTION_TYPES), "default": scalar, "choices": scalars,
    "choice_labels": table_of(text), "min": number, "max": number, "step": number, "max_length": whole,
    "required": flag, "help": text, "advanced": flag, "send": one_of("changed", "always", "never"),
    "omit": scalars, "path": text, "wire": table_of(anything), "lane": lane,
    "conditions": many(lambda value: Condition(**fields(value, CONDITION, ("option", "is_in", "message")))),
}  # fmt: skip
ASPECT: Keys = {
    "ratio": text, "sends": table_of(scalar), "size": pair, "size_at": table_of(pair),
    "sends_at": table_of(table_of(scalar)),
}  # fmt: skip
ROLE: Keys = {"key": text, "max": within(1, 100)}
REFERENCES: Keys = {
    "keys": texts, "max": within(0, 100), "min": within(0, 100), "form": one_of("data_uri", "multipart", "inline"),
    "lane": lane, "formats": texts, "max_bytes": whole, "max_request_bytes": whole, "min_side": whole,
    "max_side": whole, "max_ratio": number, "total_with_images": whole, "relation": one_of("edit", "remix"),
    "roles": table_of(lambda value: RoleRule(**fields(value, ROLE, ("key", "max")))),
}  # fmt: skip
MASK: Keys = {
    "key": text, "lane": lane, "convention": one_of("alpha", "white", "black"), "max_bytes": whole,
    "required_for": table_of(scalars), "forbidden": texts,
}  # fmt: skip
PRICE: Keys = {"amount": dollars, "when": table_of(scalar), "per_megapixel": dollars, "unknown": flag}
TOKENS: Keys = {"text_in": dollars, "image_in": dollars, "image_out": dollars}
FREE_SIZE: Keys = {
    "keys": texts, "min_side": whole, "max_side": whole, "min_pixels": whole, "max_pixels": whole,
    "max_ratio": number, "multiple_of": within(1, 1024),
}  # fmt: skip
BATCH: Keys = {"option": text, "max": within(1, 100), "when": table_of(scalars), "explicit": flag}
MODEL: Keys = {
    "id": text, "label": text, "short_label": text, "vendor": text, "strength": text, "lane": lane, "path": text,
    "wire_model": text, "options": anything, "aspects": anything, "aspect_key": text,
    "aspect_form": one_of("pixels", "colon", "x"), "default_aspect": text, "images_per_call": within(1, 100),
    "count_keys": texts, "price_source": text, "prompt_max": within(1, 1_000_000),
    "prompt_max_words": within(1, 100_000), "prompt_required": flag,
    "timeout": number, "usual_seconds": number, "speed": within(1, 5), "detail": within(1, 5), "link_life": number,
    "retired_since": text, "forbidden": texts, "fixed": table_of(anything), "shape_options": texts,
    "resolution": text, "order": whole, "prompt_required_when": table_of(scalars),
    "prompt_unused_when": table_of(scalars),
    "prices": many(lambda value: PriceRow(**fields(value, PRICE, ("amount",)))),
    "tokens": lambda value: TokenPrices(**fields(value, TOKENS, tuple(TOKENS))),
    "references": lambda value: ReferenceRule(**fields(value, REFERENCES)),
    "mask": lambda value: MaskRule(**fields(value, MASK, ("key", "lane", "convention"))) if value != {} else None,
    "free_size": lambda value: FreeSize(**fields(value, FREE_SIZE, ("keys",))),
    "batch": lambda value: BatchRule(**fields(value, BATCH, ("option", "max"))),
}  # fmt: skip
REQUIRED = ("id", "label", "strength", "lane", "path", "wire_model", "aspects", "timeout", "usual_seconds")
FILE: Keys = {
    "vendor": text, "defaults": table_of(anything), "option": table_of(exactly(dict)),
    "aspects": table_of(exactly(list)), "model": exactly(list),
}  # fmt: skip


def read_file(path: Path) -> tuple[ModelSpec, ...]:
    """The models of one file, in its order; raises CatalogueError naming the file and the key."""
    try:
        raw = fields(tomllib.loads(path.read_text(encoding="utf-8")), FILE, ("vendor", "model"))
        shared = Shared(raw.get("option", {}), raw.get("aspects", {}), raw["vendor"], path.stem)
        tables = [raw.get("defaults", {}) | exactly(dict)(table) for table in raw["model"]]
        return tuple(each(f"model[{n}]", None, item, lambda t: read_model(t, shared)) for n, item in enumerate(tables))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(path, "", str(error)) from error
    except Refused as error:
        raise CatalogueError(path, error.key, str(error)) from error


def read_model(table: Mapping[str, Any], shared: Shared) -> ModelSpec:
    values = fields(dict(table), MODEL, REQUIRED)
    key, form = values.pop("aspect_key", ""), values.pop("aspect_form", "colon")
    values["aspects"] = each("aspects", None, values["aspects"], lambda raw: read_aspects(raw, shared, key, form))
    values["options"] = each("options", None, values.get("options", []), lambda raw: read_options(raw, shared))
    start: dict[str, Any] = {
        "short_label": values["label"], "vendor": shared.vendor, "family": shared.family, "images_per_call": 1,
        "default_aspect": values["aspects"][0].ratio, "references": ReferenceRule(), "mask": None, "count_keys": (),
        "prices": (), "price_source": "", "prompt_max": None, "prompt_required": True, "speed": 3, "detail": 3,
        "link_life": None,
    }  # fmt: skip
    return ModelSpec(**(start | values))


def read_options(raw: Any, shared: Shared) -> tuple[Option, ...]:
    """Each item is the key of a shared option, or a table; a table with ``use`` changes a shared one."""
    return tuple(
        each("", index, item, lambda i: read_option(i, shared)) for index, item in enumerate(exactly(list)(raw))
    )


def read_option(item: Any, shared: Shared) -> Option:
    table = {"use": item} if isinstance(item, str) else dict(exactly(dict)(item))
    used = table.pop("use", None)
    if used is not None and used not in shared.options:
        raise Refused(f"there is no [option.{used}] in this file", "use")
    start = {"name": used} | shared.options[used] if used is not None else {}
    return Option(**fields(start | table, OPTION, ("name", "label", "type")))


def read_aspects(raw: Any, shared: Shared, key: str, form: str) -> tuple[Aspect, ...]:
    if isinstance(raw, str) and raw not in shared.aspects:
        raise Refused(f"there is no aspects.{raw} in this file")
    tables = exactly(list)(shared.aspects[raw] if isinstance(raw, str) else raw)
    if not tables:
        raise Refused("must name at least one shape, or auto")
    return tuple(each("", index, item, lambda t: read_aspect(t, key, form)) for index, item in enumerate(tables))


def read_aspect(item: Any, key: str, form: str) -> Aspect:
    """``sends`` may be left out where the model says by ``aspect_key`` and ``aspect_form`` how it asks."""
    values = fields({"ratio": item} if isinstance(item, str) else item, ASPECT, ("ratio",))
    ratio, size = values["ratio"], values.get("size")
    if "sends" not in values:
        values["sends"] = {key: shape_text(ratio, size, form)} if key and ratio != "auto" else {}
    if form == "pixels" and "sends_at" not in values:
        sizes = values.get("size_at", {})
        values["sends_at"] = {name: {key: shape_text(ratio, pixels, form)} for name, pixels in sizes.items()}
    return Aspect(**values)


def shape_text(ratio: str, size: tuple[int, int] | None, form: str) -> str:
    if form != "pixels":
        return ratio.replace(":", "x") if form == "x" else ratio
    if size is None:
        raise Refused("a model that asks in pixels needs a size for each shape", "size")
    return f"{size[0]}x{size[1]}"
