"""What a press of Generate asks for, judged and priced: one prompt for one or several models. Writes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from gallery.models import Image
from studio import catalogue, offer
from studio.catalogue import Asked, Invalid, ModelSpec, UnknownModel
from studio.catalogue.wording import phrase
from studio.lifecycle.pictures import facts_of

MAX_MODELS = 8


@dataclass(frozen=True, slots=True)
class Order:
    """A whole request that passed the rules. ``quote`` in US dollars is None while any price is unknown."""

    prompt: str
    asked: tuple[Asked, ...]
    references: tuple[Image, ...] = ()
    mask: Image | None = None
    roles: tuple[str, ...] = ()  # of the references, in their order; "" where none is given
    remix_of: Image | None = None  # the parent of what is made, where no reference is

    @property
    def references_with_roles(self) -> list[tuple[Image, str]]:
        return with_roles(self.references, self.roles)

    @property
    def quotes(self) -> tuple[Decimal | None, ...]:
        """Per model, in order."""
        return tuple(catalogue.quote(asked, self.sent_to(asked.spec)) for asked in self.asked)

    @property
    def count(self) -> int:
        """Pictures of each model, as asked for: one model's set may give more."""
        return min(asked.count for asked in self.asked)

    def sent_to(self, spec: ModelSpec) -> int:
        """How many references this model gets."""
        return len(self.references) if spec.references.max else 0

    @property
    def quote(self) -> Decimal | None:
        return None if None in self.quotes else sum((quote for quote in self.quotes if quote is not None), Decimal(0))


def check(
    *,
    prompt: Any,
    models: Sequence[Mapping[str, Any]],
    aspect: str | None = None,
    count: Any = 1,
    references: Sequence[Image] = (),
    mask: Image | None = None,
    roles: Sequence[str] = (),
    known: Callable[[str], ModelSpec] = offer.get,
) -> Order:
    """Judges a request for several models, each [{"id": …, "options": {…}}], and puts a price on it.

    ``roles`` says what each reference is for, "" for what it shows. ``known`` finds a model by its id or raises
    UnknownModel.

    Raises:
        Invalid: with errors under "prompt", "aspect", "count", "references", "mask", "models", "models.<i>.id"
            and "models.<i>.options.<name>".
    """
    if not 1 <= len(models) <= MAX_MODELS:
        raise Invalid({"models": [phrase("Choose one to {most} models.", most=MAX_MODELS)]})
    pictures = with_roles(references, roles)
    facts = [facts_of(image, role) for image, role in pictures]
    errors: dict[str, list[str]] = {}
    asked: list[Asked] = []
    specs = [spec_of(wanted, index, known, errors) for index, wanted in enumerate(models)]
    some_take = any(spec.references.max for spec in specs if spec)
    for index, (wanted, spec) in enumerate(zip(models, specs, strict=True)):
        if spec is None:
            continue
        ignores = bool(facts) and some_take and not spec.references.max
        try:
            part = catalogue.check(
                spec,
                prompt=prompt,
                options=wanted.get("options") or {},
                aspect=aspect,
                count=count,
                references=() if ignores else facts,
                mask=facts_of(mask) if mask else None,
            )
            asked.append(without_references(part) if ignores else part)
        except Invalid as invalid:
            add_errors(errors, index, invalid)
    if errors:
        raise Invalid(errors)
    return Order(asked[0].prompt, tuple(asked), tuple(references), mask, tuple(role for _, role in pictures))


def with_roles(references: Sequence[Image], roles: Sequence[str]) -> list[tuple[Image, str]]:
    given = chain(roles, repeat(""))
    return list(zip(references, given, strict=False))


def spec_of(
    wanted: Mapping[str, Any], index: int, known: Callable[[str], ModelSpec], errors: dict[str, list[str]]
) -> ModelSpec | None:
    try:
        return known(str(wanted.get("id", "")))
    except UnknownModel as unknown:
        errors[f"models.{index}.id"] = [str(unknown)]
        return None


def without_references(asked: Asked) -> Asked:
    """Beside models that take references: this one takes none, and that is said."""
    sentence = phrase("{label} takes no references and works from the words alone.", label=asked.spec.label)
    return replace(asked, warnings=(*asked.warnings, sentence))


def add_errors(errors: dict[str, list[str]], index: int, invalid: Invalid) -> None:
    """Shared fields keep their name, a model's own get its place in front; the same sentence stands once."""
    for name, sentences in invalid.errors.items():
        if name == "model":
            place = f"models.{index}.id"
        elif name.startswith("options"):
            place = f"models.{index}.{name}"
        else:
            place = name
        known = errors.setdefault(place, [])
        known.extend(sentence for sentence in sentences if sentence not in known)
