"""The one place where a request is judged: by the form, by the API and again before it is sent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from studio.catalogue.counting import one_call, read_count, split
from studio.catalogue.loader import offered
from studio.catalogue.pictures import mask_errors, reference_errors
from studio.catalogue.shapes import nearest_aspect, settle
from studio.catalogue.spec import Asked, Condition, Invalid, Lane, ModelSpec, Option, ReferenceFacts
from studio.catalogue.values import Unfit, sendable, typed
from studio.catalogue.wire import is_sent, is_set
from studio.catalogue.wording import phrase, plain, shown

__all__ = ["check", "nearest_aspect", "visible_options"]

PROMPT_MAX = 32_000  # characters, where the vendor names no limit
NESTING = 4  # levels of nested options, such as sequential_image_generation_options

Errors = dict[str, list[str]]


def check(
    spec: ModelSpec,
    *,
    prompt: Any,
    options: Mapping[str, Any] | None = None,
    aspect: str | None = None,
    count: Any = 1,
    references: Sequence[ReferenceFacts] = (),
    mask: ReferenceFacts | None = None,
    as_one_call: bool = False,
) -> Asked:
    """The request, complete and typed, or Invalid with sentences per field.

    Fields: "prompt", "model", "aspect", "count", "references", "mask", "options", "options.<name>". Values may be
    a form's text or typed JSON; an empty one is the default. A set (Seedream's ``max_images``, Ideogram's
    ``num_images``) with ``count`` 1 means one whole set. ``mask`` lies on the first reference. ``as_one_call`` judges
    a call that is split off already: its count is taken as it stands.
    """
    errors: Errors = {}
    facts = facts_of(spec, references, has_mask=mask is not None)
    values = read_options(spec, options, errors)
    shape = settle(spec, values, aspect, errors)
    number = read_count(count, errors)
    judge_model(spec, errors)
    judge_prompt(spec, prompt, shape.options | facts, errors)
    judge_conditions(spec, shape.options | facts, errors)
    judge_pictures(spec, shape.options, references, mask, errors)
    divide = one_call if as_one_call else split
    calls = divide(spec, shape.options, number, len(references), errors)
    if errors:
        raise Invalid(errors)
    lane = lane_of(spec, shape.options, bool(references), mask is not None)
    warnings = (*shape.warnings, *seed_warnings(shape.options, calls), *prompt_warnings(spec, prompt, shape.options))
    roles = tuple(sorted({picture.role for picture in references} & set(spec.references.roles)))
    return Asked(spec, prompt, shape.options, shape.aspect, sum(calls), calls, lane, warnings, shape.size, roles)


def facts_of(spec: ModelSpec, references: Sequence[ReferenceFacts], *, has_mask: bool) -> dict[str, str]:
    """The pseudo-options that conditions and prices name."""
    roles = spec.references.roles
    found = {"references": bool(references), "mask": has_mask}
    found["content"] = any(picture.role not in roles for picture in references)
    found |= {role: any(picture.role == role for picture in references) for role in roles}
    return {name: "some" if there else "none" for name, there in found.items()}


def visible_options(spec: ModelSpec, *, has_references: bool, has_mask: bool = False) -> tuple[Option, ...]:
    """The options that a form shows: none that the shape picker stands for, none that cannot apply now."""
    some = "some" if has_references else "none"
    facts = {"references": some, "content": some, "mask": "some" if has_mask else "none"}
    return tuple(o for o in spec.options if can_apply(o, facts) and not stands_for_aspect(spec, o))


def can_apply(option: Option, facts: Mapping[str, Any]) -> bool:
    rules = [rule for rule in option.conditions if rule.option in facts and rule.value is None and rule.max is None]
    return all(facts[rule.option] in rule.is_in for rule in rules)


def stands_for_aspect(spec: ModelSpec, option: Option) -> bool:
    """Whether every choice of an option is a shape of the picker, as gpt-image's ``size`` is."""
    key = option.path or option.name
    sent = {aspect.sends.get(key) for aspect in spec.aspects}
    return option.name in spec.shape_options and option.type == "choice" and set(option.choices) - {"auto"} <= sent


def read_options(spec: ModelSpec, raw: Any, errors: Errors) -> dict[str, Any]:
    """Every option of the model with its typed value; errors keep the default in its place."""
    values = {option.name: option.default for option in spec.options}
    if raw is not None and not isinstance(raw, Mapping):
        errors["options"] = [phrase("Options are given by name.")]
        return values
    for name, value in flattened(spec, raw or {}):
        option = next((o for o in spec.options if name in (o.name, o.path)), None)
        if option is None:
            unknown_option(spec, name, value, errors)
            continue
        try:
            values[option.name] = typed(option, value, spec.label)
        except Unfit as error:
            errors.setdefault(f"options.{option.name}", []).append(str(error))
    return values


def flattened(spec: ModelSpec, raw: Mapping[Any, Any], before: str = "", depth: int = 0) -> Iterable[tuple[Any, Any]]:
    """{"a": {"b": 1}} as ("a.b", 1), as deep as any wire place lies."""
    for key, value in raw.items():
        name = f"{before}{key}" if isinstance(key, str) else key
        if isinstance(value, Mapping) and depth < NESTING and any(o.path.startswith(f"{name}.") for o in spec.options):
            yield from flattened(spec, value, f"{name}.", depth + 1)
        else:
            yield name, value


def unknown_option(spec: ModelSpec, name: Any, value: Any, errors: Errors) -> None:
    if isinstance(name, str) and name in spec.fixed and value == spec.fixed[name]:
        return
    known = isinstance(name, str) and (name in spec.count_keys or name == "n")
    ending = phrase(" Say how many pictures with count.") if known else ""
    errors.setdefault(f"options.{shown(name)}", []).append(
        phrase("{label} has no option named {name}.{ending}", label=spec.label, name=shown(name), ending=ending),
    )


def judge_model(spec: ModelSpec, errors: Errors) -> None:
    if sentences := judged(spec):
        errors["model"] = sentences


def judged(spec: ModelSpec) -> list[str]:
    """Why the model itself may not be used; empty where it may."""
    if not spec.retired:
        return [spec.barred] if spec.barred else []
    since = date.fromisoformat(spec.retired_since)
    return [
        phrase(
            "{label} is retired since {day} {since}. Choose another model.",
            label=spec.label,
            day=since.day,
            since=f"{since:%b %Y}",
        )
    ]


def judge_prompt(spec: ModelSpec, prompt: Any, options: Mapping[str, Any], errors: Errors) -> None:
    if not isinstance(prompt, str):
        errors["prompt"] = [phrase("The prompt is text.")]
    elif not prompt.strip():
        if sentence := prompt_needed(spec, options):
            errors["prompt"] = [sentence]
    elif not sendable(prompt):
        errors["prompt"] = [phrase("The prompt holds a character that cannot be sent.")]
    elif len(prompt) > (limit := spec.prompt_max or PROMPT_MAX):
        errors["prompt"] = [
            phrase(
                "{label} takes up to {limit} characters. Your prompt has {count}.",
                label=spec.label,
                limit=limit,
                count=len(prompt),
            )
        ]
    elif (most := spec.prompt_max_words) and (words := len(prompt.split())) > most:
        errors["prompt"] = [
            phrase(
                "{label} takes up to {most} words. Your prompt has {words}.", label=spec.label, most=most, words=words
            )
        ]


def prompt_needed(spec: ModelSpec, options: Mapping[str, Any]) -> str:
    if spec.prompt_required:
        return phrase("Write a prompt.")
    for name, values in spec.prompt_required_when.items():
        option, value = spec.option(name), options.get(name)
        if option is not None and value in values:
            if not can_apply(option, options):
                return phrase("Write a prompt.")
            return phrase("{choice} needs a prompt.", choice=option.choice_labels.get(str(value), value))
    return ""


def prompt_warnings(spec: ModelSpec, prompt: str, options: Mapping[str, Any]) -> list[str]:
    """Words that do not go along."""
    for name, values in spec.prompt_unused_when.items():
        option, value = spec.option(name), options.get(name)
        if option is not None and value in values and prompt.strip():
            return [
                phrase(
                    "{choice} goes by the picture alone. The prompt is not sent.",
                    choice=option.choice_labels.get(str(value), value),
                )
            ]
    return []


def judge_conditions(spec: ModelSpec, facts: Mapping[str, Any], errors: Errors) -> None:
    for option in spec.options:
        value = facts.get(option.name)
        for rule in option.conditions:
            if breaks(option, rule, value, facts):
                errors.setdefault(f"options.{option.name}", []).append(told(rule, value))


def breaks(option: Option, rule: Condition, value: Any, facts: Mapping[str, Any]) -> bool:
    met = facts.get(rule.option) in rule.is_in
    if rule.max is not None:
        return met and isinstance(value, int | float) and value > rule.max
    concerned = value == rule.value if rule.value is not None else value != option.default and is_set(option, value)
    return concerned and not met


def told(rule: Condition, value: Any) -> str:
    return (
        phrase("{message} It is set to {value}.", message=rule.message, value=plain(value))
        if rule.max is not None
        else rule.message
    )


def judge_pictures(
    spec: ModelSpec,
    options: Mapping[str, Any],
    references: Sequence[ReferenceFacts],
    mask: ReferenceFacts | None,
    errors: Errors,
) -> None:
    if found := reference_errors(spec, references):
        errors["references"] = found
    others = (known.label for known in offered() if known.mask)
    for field, sentence in mask_errors(spec, options, references, mask, others).items():
        errors.setdefault(field, []).append(sentence)


def lane_of(spec: ModelSpec, options: Mapping[str, Any], has_references: bool, has_mask: bool) -> Lane:
    """The model's own lane, or the one on which alone what was asked for is proved."""
    if has_mask and spec.mask is not None:
        return spec.mask.lane
    if has_references and spec.references.lane is not None:
        return spec.references.lane
    moved = (o.lane for o in spec.options if o.lane is not None and is_sent(o, options.get(o.name)))
    return next(moved, spec.lane)


def seed_warnings(options: Mapping[str, Any], calls: tuple[int, ...]) -> list[str]:
    """One seed in several calls draws the same picture several times."""
    if len(calls) == 1 or options.get("seed") in (None, -1):
        return []
    return [phrase("The same seed goes into {count} calls: the pictures may come out alike.", count=len(calls))]
