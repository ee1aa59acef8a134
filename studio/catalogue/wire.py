"""What a request of the catalogue comes to on the wire: flat parameters, nested places as dotted paths.

The prompt, references and mask are not here: each protocol places them. Numbers, strings and booleans
are left as they are; a protocol encodes them (JSON, or text in a multipart form).
"""

from collections.abc import Mapping
from typing import Any

from studio.catalogue.spec import Aspect, ModelSpec, Option


def parameters(
    spec: ModelSpec, options: Mapping[str, Any], aspect: str, n: int, *, has_mask: bool = False
) -> dict[str, Any]:
    """The parameters of one call for ``n`` pictures.

    ``options`` and ``aspect`` as in ``Asked``. Keys are wire names; "a.b" stands for {"a": {"b": …}}.
    ``has_mask`` leaves out what the vendor's masked edit refuses.
    """
    sent = dict(spec.fixed)
    sent.update(shape_parameters(spec, options, aspect))
    for option in spec.options:
        value = options.get(option.name, option.default)
        if is_sent(option, value):
            sent[option.path or option.name] = option.wire.get(str(value).lower(), value)
    sent.update(count_parameters(spec, options, n))
    forbidden = spec.forbidden + (spec.mask.forbidden if has_mask and spec.mask else ())
    return {key: value for key, value in sent.items() if key not in forbidden}


def is_sent(option: Option, value: Any) -> bool:
    if value is None or value in option.omit or option.send == "never":
        return False
    return option.send == "always" or value != option.default


def shape_parameters(spec: ModelSpec, options: Mapping[str, Any], aspect: str) -> Mapping[str, Any]:
    """What asks for the shape; empty where an option sets it by itself or the model is left to choose."""
    known = spec.aspect(aspect)
    if known is None or shaped_by_option(spec, options):
        return {}
    return known.sends_at.get(resolution_of(spec, options), known.sends)


def count_parameters(spec: ModelSpec, options: Mapping[str, Any], n: int) -> dict[str, Any]:
    sent: dict[str, Any] = dict.fromkeys(spec.count_keys, n)
    if spec.batch is not None and batch_applies(spec, options):
        option = spec.option(spec.batch.option)
        sent[option.path if option and option.path else spec.batch.option] = n
    return sent


def shaped_by_option(spec: ModelSpec, options: Mapping[str, Any]) -> bool:
    """Whether an option such as an exact size stands in place of the aspect."""
    found = (spec.option(name) for name in spec.shape_options)
    return any(is_set(option, options.get(option.name)) for option in found if option is not None)


def is_set(option: Option, value: Any) -> bool:
    return value is not None and value != "" and value not in option.omit


def batch_applies(spec: ModelSpec, options: Mapping[str, Any]) -> bool:
    """Whether one call may give several pictures of this model, as asked."""
    rule = spec.batch
    if rule is None or any(options.get(name) not in values for name, values in rule.when.items()):
        return False
    option = spec.option(rule.option)
    return not rule.explicit or options.get(rule.option) not in (None, option.default if option else None)


def resolution_of(spec: ModelSpec, options: Mapping[str, Any]) -> str:
    return str(options.get(spec.resolution) or "") if spec.resolution else ""


def pixel_size(spec: ModelSpec, options: Mapping[str, Any], aspect: Aspect) -> tuple[int, int] | None:
    """Pixels (width, height) of an aspect at the resolution asked for; None where no source says."""
    option = spec.option(spec.resolution) if spec.resolution else None
    value = resolution_of(spec, options)
    if option is None or value in ("", option.default):
        return aspect.size
    return aspect.size_at.get(value)
