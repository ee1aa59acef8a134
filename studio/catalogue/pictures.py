"""Whether a model takes these references and this mask."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from studio.catalogue.spec import ModelSpec, ReferenceFacts, ReferenceRule
from studio.catalogue.wording import listed, megabytes, phrase, pixels, plain

NAMES = {"png": "PNG", "jpeg": "JPEG", "webp": "WebP", "gif": "GIF", "avif": "AVIF"}
BODY_MARGIN = 64 * 1024  # bytes of a request that are not pictures


def reference_errors(spec: ModelSpec, references: Sequence[ReferenceFacts]) -> list[str]:
    count = len(references)
    if wrong := count_errors(spec, references):
        return wrong
    found = []
    for index, facts in enumerate(references):
        found += [faulty(words, index + 1 if count > 1 else 0) for words in faults(spec, facts)]
    return found + total_errors(spec, references)


def faulty(fault: str, number: int) -> str:
    """The whole sentence; ``number`` 0 for the only picture."""
    if number == 0:
        return phrase("This file {fault}", fault=fault)
    return phrase("Picture {number} {fault}", number=number, fault=fault)


def count_errors(spec: ModelSpec, references: Sequence[ReferenceFacts]) -> list[str]:
    """True before anything is sent and in an answer: they lie here, in the tray or in the request."""
    rule = spec.references
    content = sum(1 for facts in references if facts.role not in rule.roles)
    if references and rule.most == 0:
        return [phrase("{label} takes no reference pictures.", label=spec.label)]
    if content > rule.max:
        ending = phrase(" Make the others {listed} references.", listed=listed(rule.roles)) if rule.roles else ""
        return [too_many(spec, references_shown(content), rule.max, ending)]
    if content < rule.min:
        return [phrase("{label} needs a reference picture.", label=spec.label)]
    counts = {role: sum(1 for facts in references if facts.role == role) for role in rule.roles}
    return [
        too_many(spec, references_shown(count, role), rule.roles[role].max)
        for role, count in counts.items()
        if count > rule.roles[role].max
    ]


def too_many(spec: ModelSpec, here: str, most: int, ending: str = "") -> str:
    return phrase("{here} here; {label} takes {most}.{ending}", here=here, label=spec.label, most=most, ending=ending)


def references_shown(count: int, role: str = "") -> str:
    if role:
        return (
            phrase("{n} {role} reference", n=count, role=role)
            if count == 1
            else phrase("{n} {role} references", n=count, role=role)
        )
    return phrase("{n} reference", n=count) if count == 1 else phrase("{n} references", n=count)


def faults(spec: ModelSpec, facts: ReferenceFacts) -> list[str]:
    """What is wrong with one picture, as the rest of a sentence that begins with its name."""
    rule = spec.references
    found = []
    if facts.format not in rule.formats:
        known = listed([NAMES.get(name, name) for name in rule.formats])
        found.append(
            phrase(
                "is {format}; {label} takes {known}.",
                format=NAMES.get(facts.format, facts.format[:12]),
                label=spec.label,
                known=known,
            )
        )
    if rule.max_bytes is not None and facts.bytes > rule.max_bytes:
        found.append(
            phrase(
                "is {megabytes}; {label} takes {most}.",
                megabytes=megabytes(facts.bytes),
                label=spec.label,
                most=megabytes(rule.max_bytes),
            )
        )
    return found + side_faults(spec, (facts.width, facts.height))


def side_faults(spec: ModelSpec, side: tuple[int, int]) -> list[str]:
    rule, size, label, found = spec.references, pixels(side), spec.label, []
    if rule.min_side is not None and min(side) < rule.min_side:
        found.append(
            phrase("is {pixels}; {label} takes sides from {low} pixels.", pixels=size, label=label, low=rule.min_side)
        )
    if rule.max_side is not None and max(side) > rule.max_side:
        found.append(
            phrase(
                "is {pixels}; {label} takes sides up to {high} pixels.", pixels=size, label=label, high=rule.max_side
            )
        )
    if rule.max_ratio is not None and max(side) > rule.max_ratio * min(side):
        found.append(
            phrase(
                "is {pixels}; {label} takes a long side up to {times} times the short one.",
                pixels=size,
                label=label,
                times=plain(rule.max_ratio),
            )
        )
    return found


def total_errors(spec: ModelSpec, references: Sequence[ReferenceFacts]) -> list[str]:
    limit = bytes_in_all(spec.references)
    total = sum(facts.bytes for facts in references)
    if limit is None or total <= limit:
        return []
    return [
        phrase(
            "The references come to {megabytes}; {label} takes {most} in all.",
            megabytes=megabytes(total),
            label=spec.label,
            most=megabytes(limit),
        )
    ]


def bytes_in_all(rule: ReferenceRule) -> int | None:
    """Bytes of files that fit one request: base64 makes four bytes of three."""
    if rule.max_request_bytes is None or rule.form == "multipart":
        return rule.max_request_bytes
    return (rule.max_request_bytes - BODY_MARGIN) * 3 // 4


def mask_errors(
    spec: ModelSpec,
    options: Mapping[str, Any],
    references: Sequence[ReferenceFacts],
    mask: ReferenceFacts | None,
    others: Iterable[str],
) -> dict[str, str]:
    """Field → sentence. ``others`` are the names of the models that take a mask."""
    if mask is None:
        return feature_errors(spec, options, has_mask=False)
    if spec.mask is None:
        return {"mask": phrase("{label} takes no mask. Choose {listed}.", label=spec.label, listed=listed(others))}
    if not references:
        return {"mask": phrase("A mask needs a reference picture to lie on.")}
    if references[0].role in spec.references.roles:
        return {
            "mask": phrase(
                "The mask lies on the first reference, which is a {role} reference here.", role=references[0].role
            )
        }
    own, under = (mask.width, mask.height), (references[0].width, references[0].height)
    if own != under:
        why = phrase("A mask is exactly as large as the first reference.")
        return {
            "mask": phrase(
                "The mask is {pixels}, the picture {under}. {why}",
                pixels=pixels(own),
                under=pixels(under),
                why=why,
            )
        }
    return feature_errors(spec, options, has_mask=True)


def feature_errors(spec: ModelSpec, options: Mapping[str, Any], *, has_mask: bool) -> dict[str, str]:
    """Where an option says whether a mask is used (ERNIE's feature): one that needs it, or has no use for it."""
    required = spec.mask.required_for.items() if spec.mask else ()
    return {
        f"options.{name}": feature_error(spec, name, options.get(name), has_mask)
        for name, values in required
        if (options.get(name) in values) != has_mask
    }


def feature_error(spec: ModelSpec, name: str, value: Any, has_mask: bool) -> str:
    option, masked = spec.option(name), spec.mask.required_for[name] if spec.mask else ()
    labels = option.choice_labels if option else {}
    fits = [labels.get(str(it), it) for it in (option.choices if option else ()) if (it in masked) == has_mask]
    choice, choices = labels.get(str(value), value), listed(fits)
    if has_mask:
        return phrase("{choice} takes no mask. Choose {choices}.", choice=choice, choices=choices)
    return phrase(
        "{choice} needs a mask. Draw one on the reference, or choose {choices}.", choice=choice, choices=choices
    )
