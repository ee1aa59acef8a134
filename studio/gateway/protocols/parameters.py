"""What every wire shape shares: the model's own parameters, and its references under their keys."""

from collections.abc import Callable, Mapping
from typing import Any

from studio.catalogue.wire import parameters as flat_parameters
from studio.gateway.types import Call, ReferenceFile


def flat(call: Call) -> dict[str, Any]:
    """Wire name → value, dotted where nested, without keys that the model must never get."""
    wanted = flat_parameters(call.spec, call.options, call.aspect, call.n, has_mask=call.mask is not None)
    return {name: value for name, value in wanted.items() if name not in call.spec.forbidden}


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """{"a.b": 1} → {"a": {"b": 1}}."""
    document: dict[str, Any] = {}
    for name, value in values.items():
        *parents, leaf = name.split(".")
        place = document
        for parent in parents:
            place = place.setdefault(parent, {})
        place[leaf] = value
    return document


def prompt(call: Call) -> dict[str, str]:
    """The prompt where there is one and it is used: a model that needs none gets no empty text."""
    if any(call.options.get(name) in values for name, values in call.spec.prompt_unused_when.items()):
        return {}
    return {"prompt": call.prompt} if call.prompt or call.spec.prompt_required else {}


def references(call: Call, write: Callable[[ReferenceFile], str]) -> dict[str, Any]:
    """One key per picture where the model has several keys; otherwise a string, or an array of several."""
    keys = call.spec.references.keys
    if not call.references or not keys:
        return {}
    texts = [write(file) for file in call.references]
    if len(keys) > 1:
        return dict(zip(keys, texts, strict=False))
    return {keys[0]: texts[0] if len(texts) == 1 else texts}
