"""Whether a model takes these references and this mask."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from studio.catalogue.spec import ModelSpec, ReferenceFacts, ReferenceRule
from studio.catalogue.wording import listed, megabytes, pixels, plain, some

NAMES = {"png": "PNG", "jpeg": "JPEG", "webp": "WebP", "gif": "GIF", "avif": "AVIF"}
BODY_MARGIN = 64 * 1024  # bytes of a request that are not pictures


def reference_errors(spec: ModelSpec, references: Sequence[ReferenceFacts]) -> list[str]:
    count = len(references)
    if wrong := count_errors(spec, references):
        return wrong
    found = []
    for index, facts in enumerate(references):
        found += [f"{'This file' if count == 1 else f'Picture {index + 1}'} {words}" for words in faults(spec, facts)]
    return found + total_errors(spec, references)


def count_errors(spec: ModelSpec, references: Sequence[ReferenceFacts]) -> list[str]:
    rule = spec.references
    content = sum(1 for facts in references if facts.role not in rule.roles)
    if references and rule.most == 0:
        return [f"{spec.label} takes no reference pictures."]
    if content > rule.max:
        ending = f" Make the others {listed(rule.roles)} references." if rule.roles else ""
        return [f"{spec.label} takes up to {some(rule.max, 'reference')}. You sent {content}.{ending}"]
    if content < rule.min:
        return [f"{spec.label} needs a reference picture."]
    counts = {role: sum(1 for facts in references if facts.role == role) for role in rule.roles}
    return [
        f"{spec.label} takes up to {some(rule.roles[role].max, f'{role} reference')}. You sent {count}."
        for role, count in counts.items()
        if count > rule.roles[role].max
    ]


def faults(spec: ModelSpec, facts: ReferenceFacts) -> list[str]:
    """What is wrong with one picture, as the rest of a sentence that begins with its name."""
    rule, takes, side = spec.references, f"{spec.label} takes", (facts.width, facts.height)
    found = []
    if facts.format not in rule.formats:
        known = listed([NAMES.get(name, name) for name in rule.formats])
        found.append(f"is {NAMES.get(facts.format, facts.format[:12])}; {takes} {known}.")
    if rule.max_bytes is not None and facts.bytes > rule.max_bytes:
        found.append(f"is {megabytes(facts.bytes)}; {takes} {megabytes(rule.max_bytes)}.")
    if rule.min_side is not None and min(side) < rule.min_side:
        found.append(f"is {pixels(side)}; {takes} sides from {rule.min_side} pixels.")
    if rule.max_side is not None and max(side) > rule.max_side:
        found.append(f"is {pixels(side)}; {takes} sides up to {rule.max_side} pixels.")
    if rule.max_ratio is not None and max(side) > rule.max_ratio * min(side):
        found.append(f"is {pixels(side)}; {takes} a long side up to {plain(rule.max_ratio)} times the short one.")
    return found


def total_errors(spec: ModelSpec, references: Sequence[ReferenceFacts]) -> list[str]:
    limit = bytes_in_all(spec.references)
    total = sum(facts.bytes for facts in references)
    if limit is None or total <= limit:
        return []
    return [f"The references come to {megabytes(total)}; {spec.label} takes {megabytes(limit)} in all."]


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
        return {"mask": f"{spec.label} takes no mask. Choose {listed(others)}."}
    if not references:
        return {"mask": "A mask needs a reference picture to lie on."}
    if references[0].role in spec.references.roles:
        return {"mask": f"The mask lies on the first reference, which is a {references[0].role} reference here."}
    own, under = (mask.width, mask.height), (references[0].width, references[0].height)
    if own != under:
        why = "A mask is exactly as large as the first reference."
        return {"mask": f"The mask is {pixels(own)}, the picture {pixels(under)}. {why}"}
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
    ending = f"Choose {listed(fits)}." if has_mask else f"Draw one on the reference, or choose {listed(fits)}."
    return f"{labels.get(str(value), value)} {'takes no' if has_mask else 'needs a'} mask. {ending}"
