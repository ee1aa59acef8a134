"""How the composer names its fields.

``model`` is repeated, one id per chosen model, in the order of the columns. ``o.<model id>.<option>`` is an option of
one model; ``o-<option>`` goes to every chosen model that takes it, where the model has no value of its own. ``was``
(repeated) are the models that the fields were drawn for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from studio import catalogue, offer
from studio.catalogue import ModelSpec, Option
from studio.catalogue.values import Unfit, typed

SHARED_PREFIX = "o-"
OWN_PREFIX = "o."
ALWAYS_SHARED = ("seed", "negative_prompt")  # stand above the models also when one of several takes them
SHAREABLE = (*ALWAYS_SHARED, "quality")  # quality only where two or more take the same values


def own_name(model: str, option: str) -> str:
    return f"{OWN_PREFIX}{model}.{option}"


def shared_name(option: str) -> str:
    return SHARED_PREFIX + option


def is_option(field: str) -> bool:
    return field.startswith((SHARED_PREFIX, OWN_PREFIX))


def is_own(field: str, option: str) -> bool:
    return field.startswith(OWN_PREFIX) and field.endswith(f".{option}")


@dataclass(frozen=True)
class OptionFields:
    """The options of the chosen models as posted in ``data``."""

    data: QueryDict
    specs: Sequence[ModelSpec]

    def strange(self, spec: ModelSpec) -> dict[str, str]:
        """What was posted for options that it does not have, in no field that we drew: for the rules to refuse."""
        own, found = own_name(spec.id, ""), {}
        for field, value in self.data.items():
            name = field.removeprefix(own)
            if field.startswith(SHARED_PREFIX) and not self.known(field.removeprefix(SHARED_PREFIX)):
                found[field.removeprefix(SHARED_PREFIX)] = str(value)
            elif field.startswith(own) and "." not in name and spec.option(name) is None:
                found[name] = str(value)
        return found

    def known(self, name: str) -> bool:
        """Whether any model has it: what is set for all goes to those that do."""
        return any(spec.option(name) for spec in (*self.specs, *catalogue.current().values()))

    def takers(self, name: str) -> list[ModelSpec]:
        return [spec for spec in self.specs if spec.option(name)]

    def is_shared(self, name: str) -> bool:
        """Whether one field stands for all that take it: nobody set them apart, and all read it alike."""
        if len(self.specs) == 1:
            return name in SHAREABLE
        apart = any(own_name(spec.id, name) in self.data for spec in self.takers(name))
        return not apart and self.could_be_shared(name)

    def could_be_shared(self, name: str) -> bool:
        takers = self.takers(name)
        alike = {signature(spec.option(name)) for spec in takers}
        return name in SHAREABLE and len(alike) == 1 and (name in ALWAYS_SHARED or len(takers) > 1)

    def name_of(self, spec: ModelSpec, option: Option) -> str:
        return shared_name(option.name) if self.is_shared(option.name) else own_name(spec.id, option.name)

    def posted(self, spec: ModelSpec, option: Option) -> str | None:
        """What was asked of this option, a checkbox after its hidden twin; None where nothing was."""
        own, shared = own_name(spec.id, option.name), shared_name(option.name)
        if own in self.data:
            return str(self.data.get(own, ""))
        if shared not in self.data:
            return None
        value = str(self.data.get(shared, ""))
        return value if not self.former or spec.id in self.former or self.goes_along(option, value) else None

    @cached_property
    def former(self) -> list[str]:
        return self.data.getlist("was")

    def goes_along(self, option: Option, value: str) -> bool:
        """To a model that was just chosen goes only what somebody chose, not what the former one stood at."""
        if not self.is_shared(option.name) or not takes(option, value):
            return False
        standing = [spec.option(option.name) for id in self.former if (spec := known(id))]
        return all(former is None or value != as_text(former.default) for former in standing)


def signature(option: Option | None) -> tuple[Any, ...]:
    """What two options must have in common to share a field. Seeds differ only in how "random" is written."""
    if option is None or option.name in ALWAYS_SHARED:
        return ()
    return (option.type, option.choices, as_text(option.default))


def takes(option: Option, value: str) -> bool:
    try:
        typed(option, value, "")
    except Unfit:
        return False
    return True


def known(model_id: str) -> ModelSpec | None:
    return catalogue.current().get(model_id)


def chosen_models(data: QueryDict, user: Any = None) -> tuple[list[ModelSpec], list[str]]:
    """The chosen models, those that ``user`` may not use marked, each once; and the ids that are in no catalogue.

    In the order of choosing: those of ``was`` first as they stood, then the others as posted.
    """
    posted = dict.fromkeys(id for id in data.getlist("model") if id)
    if not posted:
        return [], []
    stood = [id for id in data.getlist("was") if id in posted]
    ids = dict.fromkeys([*stood, *posted])
    every = {spec.id: spec for spec in offer.all_models(user)}
    return [every[id] for id in ids if id in every], [id for id in ids if id not in every]


def rearranged(data: QueryDict) -> QueryDict:
    """``apart=<option>`` gives each model that takes it a field of its own, ``together=<option>`` one for all."""
    if "apart" not in data and "together" not in data:
        return data
    fresh = data.copy()
    specs, _ = chosen_models(fresh)
    for name in fresh.pop("apart", []):
        set_apart(fresh, OptionFields(data, specs), name)
    for name in fresh.pop("together", []):
        put_together(fresh, OptionFields(data, specs), name)
    return fresh


def set_apart(data: QueryDict, fields: OptionFields, name: str) -> None:
    value = data.pop(shared_name(name), [""])[-1]
    for spec in fields.takers(name):
        data[own_name(spec.id, name)] = value


def put_together(data: QueryDict, fields: OptionFields, name: str) -> None:
    values = [data.pop(own_name(spec.id, name), [""])[-1] for spec in fields.takers(name)]
    data[shared_name(name)] = values[0] if values else ""


def as_text(value: Any) -> str:
    """A typed value as the form posts it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
