"""How many pictures a request comes to, and in how many calls."""

from collections.abc import Mapping
from typing import Any

from studio.catalogue.spec import BatchRule, ModelSpec
from studio.catalogue.values import WHOLE
from studio.catalogue.wire import batch_applies
from studio.catalogue.wording import phrase, shown

MAX_COUNT = 40  # pictures of one model in one run


def read_count(value: Any, errors: dict[str, list[str]]) -> int:
    """A whole number of pictures from 1 to MAX_COUNT; 1 where there is an error."""
    if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
        value = int(value)
    if type(value) is not int:
        errors.setdefault("count", []).append(
            phrase("Ask for a whole number of pictures, not {value}.", value=shown(value))
        )
        return 1
    if not 1 <= value <= MAX_COUNT:
        errors.setdefault("count", []).append(
            phrase("Ask for 1 to {max_count} pictures; {value} is too many.", max_count=MAX_COUNT, value=shown(value))
            if value > MAX_COUNT
            else phrase(
                "Ask for 1 to {max_count} pictures; {value} is too few.", max_count=MAX_COUNT, value=shown(value)
            )
        )
        return 1
    return value


def split(
    spec: ModelSpec, options: Mapping[str, Any], count: int, references: int, errors: dict[str, list[str]]
) -> tuple[int, ...]:
    """Calls whose sum is the number of pictures: ``count``, or a whole set where one picture of a set is asked for."""
    if spec.batch is None or not batch_applies(spec, options):
        return chunks(count, spec.images_per_call)
    room = room_for_pictures(spec, spec.batch, references)
    wanted = options.get(spec.batch.option)
    if wanted is None:
        return chunks(count, room)
    if wanted > room:
        errors.setdefault(f"options.{spec.batch.option}", []).append(
            phrase(
                "References and pictures together come to at most {room}. You have {references} and {wanted}.",
                room=room + references,
                references=references,
                wanted=wanted,
            )
        )
    return chunks(wanted if count == 1 else count, min(wanted, room))


def one_call(
    spec: ModelSpec, options: Mapping[str, Any], count: int, references: int, errors: dict[str, list[str]]
) -> tuple[int, ...]:
    """A call that is split off already: ``count`` stands, within what one call may give."""
    batch = spec.batch if batch_applies(spec, options) else None
    most = room_for_pictures(spec, batch, references) if batch else spec.images_per_call
    if count > most:
        errors.setdefault("count", []).append(
            phrase("One call gives up to {most}; {count} is too many.", most=most, count=count)
        )
    return (count,)


def room_for_pictures(spec: ModelSpec, rule: BatchRule, references: int) -> int:
    total = spec.references.total_with_images
    return rule.max if total is None else max(1, min(rule.max, total - references))


def chunks(count: int, size: int) -> tuple[int, ...]:
    """Seven by four are (4, 3)."""
    full, rest = divmod(count, size)
    return (size,) * full + ((rest,) if rest else ())
