"""The tiles of one generation: pictures, places where one will hang, and ends without a picture."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from gallery.derived.ratios import alike, proportion, ratio_of
from gallery.models import Image
from gallery.models.image import Moderation
from studio import offer, timings
from studio.composing.standing_in import stand_in
from studio.models import Charged, Generation, Output, Run, State, VendorPause
from studio.models.generation import RUNNING
from studio.moderation import reasons
from studio.templatetags.figures import ordinal, price, total
from studio.views.feed.acts import Act, covered_acts, held_acts, ways_on
from studio.waits import Waits, pause_advice, pause_title

SLOW = 2  # times the usual time
STOPPABLE = (State.QUEUED, State.SENDING, State.WAITING)  # once sent it is a wish: what comes goes to the trash
TONES = {
    State.REFUSED: "madder",
    State.FAILED: "madder",
    State.UNKNOWN: "ochre",
    State.HELD: "ochre",
    State.CANCELLED: "ink-3",
}


@dataclass(slots=True)
class Tile:
    """One place on the wall. ``kind``: picture, waiting, ended or blank; ``state`` changes when it must be redrawn.

    ``width`` and ``height`` give the shape that was asked for, so that nothing moves later. ``waits`` is the id of a
    queued generation, whose word changes as others go. A waiting tile with a ``title`` says what holds it up.
    """

    id: str
    kind: str
    state: str
    width: int
    height: int
    money: str = ""
    took: float | None = None
    note: str = ""
    differs: str = ""
    image: Image | None = None
    href: str = ""
    word: str = ""
    working: bool = False
    elapsed: int = 0
    usual: int = 0
    cancel_url: str = ""
    cancelling: bool = False
    tone: str = ""
    symbol: str = ""
    title: str = ""
    advice: str = ""
    detail: str = ""
    request_id: str = ""
    waits: str = ""
    picked: bool = False
    actions: list[Act] = field(default_factory=list)

    @property
    def slow(self) -> bool:
        return bool(self.usual) and self.elapsed > SLOW * self.usual

    def number(self, number: int, of: int) -> None:
        if self.kind == "waiting" and of > 1:
            self.note = gettext("%(ready)d of %(all)d") % {"ready": number, "all": of}


def tiles_of(run: Run, row: Generation, waits: Waits) -> list[Tile]:
    if row.state in RUNNING:
        return [waiting_tile(run, row, index, waits) for index in range(row.n)]
    if row.state == State.SUCCEEDED:
        return succeeded_tiles(run, row)
    if row.state == State.HELD:
        return [held_tile(run, row), *(blank_tile(run, row, index) for index in range(1, row.n))]
    return [ended_tile(run, row), *(blank_tile(run, row, index) for index in range(1, row.n))]


def box(run: Run, row: Generation) -> tuple[int, int]:
    """The asked shape as width and height in small whole numbers; a square where the model decides."""
    ratio = run.aspect if proportion(run.aspect or "") else row.aspect
    if not proportion(ratio or ""):
        return 1, 1
    width, height = ratio.replace("x", ":").split(":")
    return int(width), int(height)


def waiting_tile(run: Run, row: Generation, index: int, waits: Waits) -> Tile:
    pause = waits.pause_of(row)
    if pause and index == 0:
        return paused_tile(run, row, pause, waits)
    word, working = stage_of(row, waits)
    started = row.created_at if row.state == State.QUEUED else row.sent_at or row.created_at
    cancelling = row.cancel_requested_at is not None
    stops = index == 0 and not cancelling and row.state in STOPPABLE
    return Tile(
        f"t-{row.pk}-{index}",
        "waiting",
        f"{'behind' if pause else row.state}-{word}-{cancelling}",
        *box(run, row),
        word=word,
        working=working,
        elapsed=max(0, int((timezone.now() - started).total_seconds())),
        usual=timings.usual_seconds(row.model, sandbox=run.sandbox),
        cancel_url=reverse("generation-cancel", args=[row.pk]) if stops else "",
        cancelling=cancelling and index == 0,
        waits=str(row.pk) if row.state == State.QUEUED and not pause else "",
    )


def paused_tile(run: Run, row: Generation, pause: VendorPause, waits: Waits) -> Tile:
    """Waits for a vendor that is paused: since when, until when, and who could stand in."""
    cancel = Act("cancel", gettext("Cancel"), reverse("generation-cancel", args=[row.pk]))
    return Tile(
        f"t-{row.pk}-0",
        "waiting",
        waiting_state(pause),
        *box(run, row),
        tone="ochre",
        symbol="clock-alert",
        title=pause_title(pause),
        advice=pause_advice(pause),
        waits=str(row.pk),
        actions=[*instead_acts(run, row, waits), cancel],
    )


def waiting_state(pause: VendorPause) -> str:
    """Another one once the pause has another end, or is over."""
    return f"paused-{pause.until}-{pause.holds_at(timezone.now())}"


def held_tile(run: Run, row: Generation) -> Tile:
    """Nothing was sent or reserved: why, and what its owner can do meanwhile."""
    told = reasons.explain(row) or reasons.own_reason("held_by_rule", "")
    return Tile(
        f"t-{row.pk}-0",
        "waiting",
        f"held-{told.code}",
        *box(run, row),
        tone="ochre",
        symbol=told.icon,
        title=told.title,
        advice=told.detail,
        actions=held_acts(run, row),
    )


def instead_acts(run: Run, row: Generation, waits: Waits) -> list[Act]:
    images = [reference.image for reference in run.run_references.all()]
    found = stand_in(row, images, specs=offer.offered(run.owner), down=waits.paused)
    if found is None:
        return []
    told = {"model": found.spec.short_label, "price": total(found.price)}
    label = gettext("Use %(model)s instead, %(price)s?") % told
    url = reverse("generation-instead", args=[row.pk])
    return [Act("instead", label, url, fields=(("model", found.spec.id),))]


def stage_of(row: Generation, waits: Waits) -> tuple[str, bool]:
    if row.state == State.QUEUED:
        return queued_word(row, waits), bool(row.reason_code)
    if row.state == State.COLLECTING:
        return (gettext("Receiving") if row.links else gettext("Saving")), True
    return gettext("Sent"), True


def queued_word(row: Generation, waits: Waits) -> str:
    """ "Queued", "Queued 3rd", or "Trying again" after a failure that was safe to repeat."""
    if row.reason_code:
        return gettext("Trying again")
    place = waits.place_of(row)
    if not place or place == 1:
        return gettext("Queued")
    return gettext("Queued %(place)s") % {"place": ordinal(place)}


def succeeded_tiles(run: Run, row: Generation) -> list[Tile]:
    """What came, in order; then what was asked and did not come, explained once."""
    tiles = [output_tile(run, row, output) for output in row.outputs.all()]
    first, last = len(tiles), row.n
    if first < last:
        tiles.append(missing_tile(run, row, first, None))
        tiles += [blank_tile(run, row, index) for index in range(first + 1, last)]
    return tiles


def output_tile(run: Run, row: Generation, output: Output) -> Tile:
    image, position = output.image, output.position
    if image is None and output.error_code:
        return missing_tile(run, row, position, output)
    if image is not None and image.moderation and not image.trashed_at:
        return covered_tile(run, row, position, image)
    if image is None or image.trashed_at:
        tile = blank_tile(run, row, position, symbol="trash-2")
        tile.note = gettext("In the trash") if image is not None and image.trashed_at else gettext("Removed")
        return tile
    width, height = box(run, row)
    return Tile(
        f"t-{row.pk}-{position}",
        "picture",
        f"picture-{image.pk}-{image.renditions}",
        *((width, height) if proportion(run.aspect or "") or proportion(row.aspect) else (image.width, image.height)),
        money=price(image.cost) if image.cost is not None else gettext("price unknown"),
        took=row.seconds,
        differs=difference(run.aspect or row.aspect, image),
        image=image,
        href=reverse("image", args=[image.pk]),
    )


def covered_tile(run: Run, row: Generation, position: int, image: Image) -> Tile:
    """Made and paid for, and out of sight: until somebody judges it, or since somebody did. Its maker reads why."""
    waits = image.moderation == Moderation.HIDDEN
    return Tile(
        f"t-{row.pk}-{position}",
        "ended",
        f"covered-{image.moderation}",
        *box(run, row),
        money=price(image.cost) if image.cost is not None else "",
        took=row.seconds,
        tone="ochre" if waits else "madder",
        symbol="eye-off" if waits else "ban",
        title=gettext("Waiting for a look.") if waits else gettext("Removed by a moderator."),
        advice=gettext("The picture is out of sight until a moderator decides.")
        if waits
        else gettext("It is out of every gallery, board and link."),
        actions=covered_acts(image) if image.owner_id == run.owner_id else [],
    )


def missing_tile(run: Run, row: Generation, position: int, output: Output | None) -> Tile:
    """One item of an answer that was none, among good ones."""
    if output is None:
        told = reasons.Reason(
            "missing",
            gettext("Not delivered."),
            gettext("%(vendor)s made fewer pictures than asked.") % {"vendor": row.vendor},
            "image-off",
        )
    else:
        told = reasons.reason(output.error_code, vendor=row.vendor, model=row.model_label, words=output.error_detail)
    return Tile(
        f"t-{row.pk}-{position}",
        "ended",
        f"missing-{told.code}",
        *box(run, row),
        tone="madder",
        symbol=told.icon,
        title=told.title,
        advice=told.detail,
        detail=told.vendor_words,
        money=charge_of_missing(row, output),
    )


def charge_of_missing(row: Generation, output: Output | None) -> str:
    """What was made and could not be kept is billed all the same, at its share of the call."""
    billed = reasons.billed_by(output.error_code) if output else Charged.NO
    if billed == Charged.YES and row.quote is not None:
        return gettext("Charged %(price)s") % {"price": price(row.quote / row.n)}
    return str(Charged(billed).label)


def ended_tile(run: Run, row: Generation) -> Tile:
    told = reasons.explain(row) or reasons.reason(row.reason_code, vendor=row.vendor, model=row.model_label)
    return Tile(
        f"t-{row.pk}-0",
        "ended",
        f"{row.state}-{row.charged}",
        *box(run, row),
        money=reasons.charge_words(row),
        took=row.seconds if row.sent_at else None,
        tone=TONES.get(State(row.state), "madder"),
        symbol=told.icon,
        title=told.title,
        advice=told.detail,
        detail=told.vendor_words,
        request_id=row.request_id,
        actions=ways_on(run, row),
    )


def blank_tile(run: Run, row: Generation, index: int, symbol: str = "minus") -> Tile:
    return Tile(f"t-{row.pk}-{index}", "blank", f"blank-{row.state}", *box(run, row), symbol=symbol)


def difference(asked: str, image: Image) -> str:
    """ "2:3, not 3:4" when the delivered shape is another than the asked one; empty when it is the same."""
    wanted = proportion(asked or "")
    if not wanted or alike(image.width / image.height, wanted):
        return ""
    delivered = ratio_of(image.width, image.height) or f"{image.width} × {image.height}"
    return gettext("%(delivered)s, not %(asked)s") % {"delivered": delivered, "asked": asked}
