"""From an answer to pictures in the gallery: fetch at once (links die in minutes), check, store, settle."""

import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection

from gallery import ingest
from gallery.files import storage
from gallery.ids import derived
from gallery.ingest import Original, Provenance
from gallery.models import Image
from gallery.models.image import FORMATS
from studio import catalogue, keys, sessions
from studio.gateway import Downloaded, Gateway, Picture, Pictures
from studio.gateway.errors import GatewayError, LinkBroken, NotUsable, Unreadable
from studio.gateway.inspection import inspect
from studio.lifecycle import pauses, spool, turns
from studio.lifecycle.changes import after, load, move, patiently
from studio.lifecycle.due import NOTHING, Due
from studio.lifecycle.endings import end, end_by
from studio.lifecycle.lineage import parent_of, pictures_of
from studio.lifecycle.succeeding import succeed
from studio.models import Generation, State

log = structlog.get_logger(__name__)

DOWNLOAD_PAUSES = (2.0, 8.0)  # seconds between the tries, well within a minute
COLLECT_SECONDS = 900.0  # for one link; then somebody else takes it up: a worker that hangs keeps no picture
STORE_TRIES = 5
STORE_PAUSE = 15.0


def begin_collecting(generation: Generation, answer: Pictures) -> Due:
    """The holder of the answer goes on with it at once; whoever lost its claim meanwhile leaves it be.

    Pictures at hand need no stage of their own: until they are kept, the spool speaks for them. Where work is limited,
    whoever waits for the place that is free now is woken before the pictures are fetched.
    """
    if at_hand(answer) and not turns.governs(generation.vendor):
        pauses.heed_answer(generation.vendor)
        generation.usage = dict(answer.usage)
        generation.request_id = answer.request_id or generation.request_id
        return gather(generation, answer)
    if not take_answer(generation, answer, of=(State.SENDING, State.UNKNOWN)):
        return NOTHING
    pauses.heed_answer(generation.vendor)
    if turns.governs(generation.vendor):
        return Due(then=(partial(gather, generation, answer),))
    return gather(generation, answer)


def at_hand(answer: Pictures) -> bool:
    """They lie on the disk that keeps them."""
    return storage.is_local() and not any(item.url for item in answer.items)


def hand_on(generation: Generation, answer: Pictures, *, of: tuple[str, ...]) -> bool:
    """Into collecting for whoever takes it up: the caller has no time to fetch pictures itself."""
    return take_answer(generation, answer, of=of, session=None, message_sent_at=None)


def take_answer(generation: Generation, answer: Pictures, *, of: tuple[str, ...], **columns: Any) -> bool:
    """Into collecting, with the links saved before anything else is done with them."""
    links = [link_of(position, item) for position, item in enumerate(answer.items) if item.url]
    return move(
        generation,
        State.COLLECTING,
        of=of,
        links=links,
        usage=dict(answer.usage),
        request_id=answer.request_id or generation.request_id,
        due_at=after(0),
        deadline_at=after(COLLECT_SECONDS),
        finished_at=None,
        **columns,
    )


def link_of(position: int, item: Picture) -> dict[str, Any]:
    told = {"revised_prompt": item.revised_prompt, "seed": item.seed, "reported": dict(item.reported)}
    return {"position": position, "url": item.url, **told}


def collect(generation_id: UUID) -> Due:
    """Takes up a collecting generation that nobody holds: after a poll, after a crash, after a failed store."""
    generation = load(generation_id)
    if generation is None or not claim_collecting(generation):
        return NOTHING
    try:
        answer = stored_answer(generation)
    except GatewayError as error:
        end_by(generation, error)
        return NOTHING
    return gather(generation, answer, again=True)


def claim_collecting(generation: Generation) -> bool:
    """One conditional UPDATE, as for sending; the state stays what it is."""
    token, session = uuid4(), sessions.current_id()
    taken = Generation.objects.filter(pk=generation.pk, state=State.COLLECTING, session=None).update(
        claim_token=token, session=session, deadline_at=after(COLLECT_SECONDS)
    )
    generation.claim_token, generation.session = token, session
    return bool(taken)


def stored_answer(generation: Generation) -> Pictures:
    """The answer again: from the spool where the pictures came inline, from the saved links otherwise."""
    path = spool.find(generation)
    if path is not None:
        answer = spool.read(generation, path)
        if isinstance(answer, Pictures):
            return answer
    if not generation.links:
        raise Unreadable("The answer was lost before its pictures were stored.")
    items = tuple(picture_of(link) for link in generation.links)
    return Pictures(items, generation.request_id, generation.usage)


def picture_of(link: dict[str, Any]) -> Picture:
    reported = link.get("reported") or {}
    return Picture(link["url"], revised_prompt=link["revised_prompt"], seed=link["seed"], reported=reported)


def gather(generation: Generation, answer: Pictures, *, again: bool = False) -> Due:
    """Fetches and stores each item; ends in succeeded, or as the worst of what came instead of pictures.

    ``again``: somebody may have been here before, so that some originals are on their place already.
    """
    if any(item.url for item in answer.items):
        connection.close()
    images: dict[int, Image] = {}
    errors: dict[int, GatewayError] = {}
    for position, item in enumerate(answer.items):
        if position and item.url and not goes_on(generation):
            return NOTHING
        try:
            images[position] = keep_item(generation, position, item, again=again)
        except GatewayError as error:
            errors[position] = error
        except Exception as error:
            return store_later(generation, answer, error)
    try:
        patiently(lambda: finish(generation, images, errors))
    except Exception as error:
        return store_later(generation, answer, error)
    return Due(render=tuple(image.pk for image in images.values()))


def goes_on(generation: Generation) -> bool:
    """Between two links: the next one has its time, too. False where somebody else took it up meanwhile."""
    held = Generation.objects.filter(pk=generation.pk, state=State.COLLECTING, claim_token=generation.claim_token)
    try:
        return bool(held.update(deadline_at=after(COLLECT_SECONDS)))
    except (OperationalError, InterfaceError):  # the pictures are not waiting for the database
        return True
    finally:
        connection.close()


def keep_item(generation: Generation, position: int, item: Picture, *, again: bool = False) -> Image:
    """One original on its place and its unsaved row.

    Raises:
        GatewayError: the item is no picture that can be kept.
        OSError, or what the storage raises: it did not take it.
    """
    if item.error is not None:
        raise item.error
    image_id = derived(generation.pk, position)
    original = kept_before(image_id) if again else None
    if original is None:
        original = as_original(fetched(generation, position, item))
        ingest.store_original(image_id, original)
    return ingest.build_image(image_id, original, provenance(generation, item))


def kept_before(image_id: UUID) -> Original | None:
    """An original that an earlier collector stored before it died: its link may be over by now."""
    for form in FORMATS:
        if default_storage.exists(storage.original_key(image_id, form)):
            with storage.local_original(Image(id=image_id, format=form)) as path:
                return as_original(inspect(path, max_pixels=settings.MAX_PIXELS))
    return None


def as_original(facts: Downloaded) -> Original:
    return Original(facts.path, facts.format, facts.width, facts.height, facts.bytes, facts.sha256)


def fetched(generation: Generation, position: int, item: Picture) -> Downloaded:
    if item.path is not None:
        limits = {"max_pixels": settings.MAX_PIXELS, "max_bytes": settings.DOWNLOAD_MAX_BYTES}
        return inspect(item.path, **limits, sha256=item.sha256)
    gateway = keys.gateway_for(generation.key_source)
    to = spool.path_of(generation).with_suffix(f".{position}.got")
    return with_tries(lambda: fetch(gateway, item.url, to))


def fetch(gateway: Gateway, url: str, to: Any) -> Downloaded:
    return gateway.download(url, to)


def with_tries(download: Callable[[], Downloaded]) -> Downloaded:
    """A broken transfer is tried again, twice; a certain no is not."""
    for pause in DOWNLOAD_PAUSES:
        try:
            return download()
        except LinkBroken as error:
            log.info("download_again", detail=error.detail, pause=pause)
            time.sleep(pause)
    return download()


def provenance(generation: Generation, item: Picture) -> Provenance:
    run = generation.run
    pictures = pictures_of(generation)
    parent_id, relation = parent_of(generation)
    return Provenance(
        owner_id=run.owner_id,
        team_id=run.team_id,
        prompt=run.prompt,
        revised_prompt="" if item.revised_prompt.split() == run.prompt.split() else item.revised_prompt,
        model=generation.model,
        model_label=generation.model_label,
        vendor=generation.vendor,
        asked={
            "aspect": run.aspect or generation.aspect,
            "options": generation.options,
            **pictures,
            "run": str(run.pk),
            "told": told_options(generation, pictures),
            "reported": reported_of(item),
            "quote": quote_each(generation),
        },
        seed=item.seed if item.seed is not None else asked_seed(generation),
        cost=generation.quote,
        seconds=generation.seconds,
        request_id=generation.request_id,
        sandbox=generation.key_source == "sandbox",
        parent_id=parent_id,
        relation=relation,
    )


def reported_of(item: Picture) -> dict[str, Any]:
    """What the vendor says it worked with: what stands not here was only asked for."""
    seed = {"seed": item.seed} if item.seed is not None else {}
    return {**item.reported, **seed}


def quote_each(generation: Generation) -> str | None:
    """US dollars per picture as they were quoted; None when the price is unknown."""
    return None if generation.quote is None else str((generation.quote / generation.n).quantize(Decimal("0.0001")))


def told_options(generation: Generation, pictures: Mapping[str, Any]) -> list[list[str]]:
    """The recipe's rows, kept in words since the catalogue changes; none when the model has left it."""
    try:
        spec = catalogue.get(generation.model)
    except catalogue.UnknownModel:
        return []
    sent = {"has_references": bool(pictures["references"]), "has_mask": "mask" in pictures}
    return [list(row) for row in catalogue.told(spec, generation.options, **sent)]


def asked_seed(generation: Generation) -> int | None:
    seed = generation.options.get("seed")
    return seed if isinstance(seed, int) and seed >= 0 else None


def finish(generation: Generation, images: dict[int, Image], errors: dict[int, GatewayError]) -> None:
    """Ends it and clears its spool; one that somebody else holds by now is left, and so is the answer they read."""
    if images:
        ended = succeed(generation, images, errors)
    else:
        billed = sum(error.billed == "yes" for error in errors.values())
        ended = end_by(generation, worst(errors), billed=billed)
    if ended:
        spool.clear(generation)


def worst(errors: dict[int, GatewayError]) -> GatewayError:
    """What to tell when nothing could be kept: what was billed before what was not."""
    found = list(errors.values()) or [Unreadable("The answer held no picture.")]
    return max(found, key=lambda error: ("no", "maybe", "yes").index(error.billed))


def store_later(generation: Generation, answer: Pictures, error: Exception) -> Due:
    """The pictures are safe in the spool or behind their links: the sweeper hands them out again."""
    log.error("store_failed", generation=str(generation.pk), error=f"{type(error).__name__}: {error}")
    if generation.state != State.COLLECTING:
        patiently(lambda: take_answer(generation, answer, of=(State.SENDING, State.UNKNOWN)))
    attempts = generation.collect_attempts + 1
    if attempts >= STORE_TRIES:
        patiently(lambda: end(generation, State.FAILED, code="not_stored", charged=NotUsable.billed))
        return NOTHING
    patiently(
        lambda: Generation.objects.filter(pk=generation.pk, claim_token=generation.claim_token).update(
            session=None, due_at=after(STORE_PAUSE), collect_attempts=attempts, message_sent_at=None
        )
    )
    return NOTHING
