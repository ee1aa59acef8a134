"""Which shape a request comes to: the picker's aspect, or an option that sets the shape by itself."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.catalogue.spec import Aspect, FreeSize, ModelSpec, Option
from studio.catalogue.values import Unfit
from studio.catalogue.wire import is_set, pixel_size
from studio.catalogue.wording import phrase, pixels, plain, shown

RATIO = re.compile(r"\s*([1-9][0-9]{0,4})\s*[:x×/]\s*([1-9][0-9]{0,4})\s*")
NARROWEST = 10  # times as wide as high, or as high as wide
SIZE = re.compile(r"\s*([1-9][0-9]{0,4})\s*[xX×*]\s*([1-9][0-9]{0,4})\s*")


@dataclass
class Shape:
    """What the shape of a request is settled as; ``options`` are the ones that stay in the request."""

    aspect: str
    options: dict[str, Any]
    size: tuple[int, int] | None = None
    warnings: list[str] = field(default_factory=list)


def proportion(ratio: str) -> float | None:
    """Width over height of "3:2"; None for "auto" or no ratio."""
    found = RATIO.fullmatch(ratio)
    return int(found[1]) / int(found[2]) if found else None


def nearest_aspect(spec: ModelSpec, ratio: str) -> Aspect:
    """The model's shape closest to ``ratio`` ("3:4"); its default where there is no ratio to compare."""
    wanted = proportion(ratio)
    known = [(aspect, proportion(aspect.ratio)) for aspect in spec.aspects]
    measured = [(abs(math.log(own / wanted)), aspect) for aspect, own in known if own and wanted]
    if not measured:
        return next(aspect for aspect in spec.aspects if aspect.ratio == spec.default_aspect)
    return min(measured, key=lambda pair: pair[0])[1]


def settle(spec: ModelSpec, options: Mapping[str, Any], wanted: Any, errors: dict[str, list[str]]) -> Shape:
    """The shape of a request; what cannot be is told in ``errors`` under its field."""
    shape = Shape(spec.default_aspect, dict(options))
    if wanted is not None and wanted != "" and not (isinstance(wanted, str) and valid_aspect(wanted)):
        errors.setdefault("aspect", []).append(phrase("{wanted} is no shape. Write it as 3:2.", wanted=shown(wanted)))
        return shape
    sides: tuple[str, ...] = spec.free_size.keys if spec.free_size is not None and len(spec.free_size.keys) == 2 else ()
    by_option = False
    for name in spec.shape_options:
        try:
            if name not in sides:
                by_option = take_option(spec, shape, name, bool(wanted)) or by_option
            elif name == sides[0]:
                by_option = take_pair(spec, shape, sides) or by_option
        except Unfit as error:
            errors.setdefault(f"options.{name}", []).append(str(error))
    if not by_option:
        take_aspect(spec, shape, wanted or spec.default_aspect)
    elif wanted and not same(shape.aspect, wanted):
        shape.warnings.append(
            phrase("{delivery} is used in place of {ratio}.", delivery=delivery(shape), ratio=wanted.strip())
        )
    return shape


def valid_aspect(text: str) -> bool:
    """ "auto", or a ratio of sides that no picture would be a mere line by."""
    ratio = proportion(text)
    return text.strip() == "auto" or (ratio is not None and 1 / NARROWEST <= ratio <= NARROWEST)


def same(one: str, other: str) -> bool:
    return one == other.strip() or (proportion(one) is not None and proportion(one) == proportion(other))


def delivery(shape: Shape) -> str:
    """ "2:3, 1024 × 1536", or as much of it as is known."""
    if shape.aspect == "auto":
        return phrase("A shape of the model's own choice")
    return f"{shape.aspect}, {pixels(shape.size)}" if shape.size else shape.aspect


def take_aspect(spec: ModelSpec, shape: Shape, wanted: str) -> None:
    known = next((aspect for aspect in spec.aspects if same(aspect.ratio, wanted)), None)
    aspect = known or nearest_aspect(spec, wanted)
    shape.aspect, shape.size = aspect.ratio, pixel_size(spec, shape.options, aspect)
    if known is None:
        shape.warnings.append(
            phrase("{missing} here. {outcome}", missing=missing(wanted), outcome=outcome(spec, shape))
        )


def missing(wanted: str) -> str:
    return phrase("No automatic shape") if wanted.strip() == "auto" else phrase("No {ratio}", ratio=wanted.strip())


def outcome(spec: ModelSpec, shape: Shape) -> str:
    if shape.aspect != "auto":
        return phrase("Delivers {delivery}.", delivery=delivery(shape))
    return phrase("The picture follows the reference.") if spec.references.min else phrase("The model picks the shape.")


def take_option(spec: ModelSpec, shape: Shape, name: str, has_aspect: bool) -> bool:
    """Let one shape option decide; True when it did. Raises Unfit."""
    option = spec.option(name)
    value = shape.options.get(name)
    if option is None or value is None or value == option.default:
        return False
    if value in option.omit or value == "auto":
        shape.options[name] = None
        take_aspect(spec, shape, "auto")
        return True
    if spec.resolution and take_resolution(spec, shape, name, str(value)):
        return not has_aspect
    text = SIZE.sub(r"\1x\2", str(value))
    return take_known(spec, shape, option, text) or take_free(spec, shape, option, text)


def take_resolution(spec: ModelSpec, shape: Shape, name: str, value: str) -> bool:
    """ "4K" as a size: the resolution option, at the aspect asked for or, without one, the model's own choice."""
    resolution = spec.option(spec.resolution)
    if resolution is None or resolution.send != "never" or value.upper() not in resolution.choices:
        return False
    shape.options[name] = None
    shape.options[spec.resolution] = value.upper()
    take_aspect(spec, shape, "auto" if spec.aspect("auto") else spec.default_aspect)
    return True


def take_known(spec: ModelSpec, shape: Shape, option: Option, value: str) -> bool:
    """A value that a shape of the picker stands for becomes that shape."""
    resolution = spec.option(spec.resolution)
    for aspect, scale, sends in ways(spec, resolution):
        if sends.get(option.path or option.name) != value:
            continue
        shape.options[option.name] = None
        if scale is not None:
            shape.options[spec.resolution] = scale
        take_aspect(spec, shape, aspect.ratio)
        return True
    return False


def ways(spec: ModelSpec, resolution: Option | None) -> Iterator[tuple[Aspect, Any, Mapping[str, Any]]]:
    """Every (shape, resolution, wire values) of a model; resolution None where it is no part of the size."""
    scales = resolution is not None and resolution.send == "never"
    for aspect in spec.aspects:
        yield aspect, resolution.default if resolution is not None and scales else None, aspect.sends
        yield from ((aspect, scale, sends) for scale, sends in aspect.sends_at.items() if scales)


def take_free(spec: ModelSpec, shape: Shape, option: Option, value: str) -> bool:
    """A size or a ratio outside the picker: sent as it stands, within the model's limits."""
    found, rule = SIZE.fullmatch(value), spec.free_size
    if found:
        size = int(found[1]), int(found[2])
        if rule is not None and option.name in rule.keys:
            check_size(spec, size)
        shape.options[option.name], shape.aspect, shape.size = value, reduced(size), size
        return True
    if option.type == "choice" and proportion(value) is not None:
        shape.aspect = value
        return True
    width, height = spec.aspects[0].size or (1024, 1024)
    example = f"{width}x{height}"
    raise Unfit(
        phrase(
            "{label} takes a size such as {example}, not {value}.",
            label=spec.label,
            example=example,
            value=shown(value),
        )
    )


def take_pair(spec: ModelSpec, shape: Shape, names: tuple[str, ...]) -> bool:
    """Width and height in two options: both or none."""
    options = [option for name in names if (option := spec.option(name)) is not None]
    given = [shape.options[option.name] for option in options if is_set(option, shape.options.get(option.name))]
    if not given:
        return False
    if len(given) == 1:
        raise Unfit(phrase("Width and height go together. Set both or neither."))
    size = int(given[0]), int(given[1])
    check_size(spec, size)
    shape.aspect, shape.size = reduced(size), size
    return True


def check_size(spec: ModelSpec, size: tuple[int, int]) -> None:
    """Raise Unfit when a size in pixels is outside the model's limits."""
    rule = spec.free_size
    if rule is None:
        return
    sent = phrase("{size} does not fit.", size=pixels(size))
    low, high = rule.min_side or 1, rule.max_side or 100_000
    if min(size) < low or max(size) > high:
        raise Unfit(
            phrase(
                "{label} takes sides of {low} to {high} pixels. {sent}", label=spec.label, low=low, high=high, sent=sent
            )
        )
    if any(side % rule.multiple_of for side in size):
        raise Unfit(
            phrase(
                "{label} takes sides in multiples of {step}. {sent}",
                label=spec.label,
                step=rule.multiple_of,
                sent=sent,
            )
        )
    area = size[0] * size[1]
    if area < (rule.min_pixels or 0) or area > (rule.max_pixels or area):
        raise Unfit(phrase("{label} takes {area}. {sent}", label=spec.label, area=area_shown(rule), sent=sent))
    if rule.max_ratio is not None and max(size) > rule.max_ratio * min(size):
        raise Unfit(
            phrase(
                "{label} takes a long side up to {times} times the short one. {sent}",
                label=spec.label,
                times=plain(rule.max_ratio),
                sent=sent,
            )
        )


def area_shown(rule: FreeSize) -> str:
    high = f"{rule.max_pixels:,}".replace(",", "\u202f") if rule.max_pixels else phrase("any number of")
    if rule.min_pixels is None:
        return phrase("up to {high} pixels in all", high=high)
    low = f"{rule.min_pixels:,}".replace(",", "\u202f")
    return phrase("{low} to {high} pixels in all", low=low, high=high)


def reduced(size: tuple[int, int]) -> str:
    divisor = math.gcd(*size)
    return f"{size[0] // divisor}:{size[1] // divisor}"
