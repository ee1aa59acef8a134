"""The options of a request as a recipe tells them: only what was asked for and can have had an effect."""

from collections.abc import Iterator, Mapping
from typing import Any

from studio.catalogue.rules import can_apply, stands_for_aspect
from studio.catalogue.spec import ModelSpec, Option
from studio.catalogue.wire import is_set
from studio.catalogue.wording import plain


def told(
    spec: ModelSpec, options: Mapping[str, Any], *, has_references: bool, has_mask: bool = False
) -> Iterator[tuple[str, str, str]]:
    """(name, label, value in words) of each option that goes along or was changed, in the panel's order.

    An option under a condition that this request does not meet is left out, such as a compression of a PNG.
    """
    some = "some" if has_references else "none"
    facts = {**options, "references": some, "content": some, "mask": "some" if has_mask else "none"}
    for option in spec.options:
        value = options.get(option.name, option.default)
        wanted = option.send == "always" or value != option.default
        if wanted and is_set(option, value) and can_apply(option, facts) and not stands_for_aspect(spec, option):
            yield option.name, option.label, in_words(option, value)


def in_words(option: Option, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return plain(value)
    return option.choice_labels.get(str(value)) or str(value)
