"""Rounds: each freezes its pictures, and the next says what changed since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.models import Guest, Image, Note, Round, RoundItem, Share, User, Verdict
from gallery.models.notice import Verb
from gallery.models.review import Answer
from gallery.people import activity

GENERATIONS = 8  # of parents that are looked through for the picture that was answered


class NotBegun(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """No round began; the message says why."""


@dataclass(slots=True)
class Shown:
    """One picture of a round with all that was answered. ``change``: "new", "same" or "changed" since the last."""

    item: RoundItem
    change: str = "new"
    verdicts: list[Verdict] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    earlier_notes: list[Note] = field(default_factory=list)

    @property
    def image(self) -> Image:
        return self.item.image

    @property
    def pins(self) -> list[Note]:
        return [note for note in self.notes if note.x is not None]

    def answers(self, answer: str) -> int:
        return sum(1 for verdict in self.verdicts if verdict.answer == answer)

    @property
    def approved(self) -> int:
        return self.answers(Answer.APPROVE)

    @property
    def rejected(self) -> int:
        return self.answers(Answer.REJECT)


def begin(share: Share, images: Sequence[Image], *, by: User, note: str = "") -> Round:
    """The next round with these pictures; the one before is frozen.

    Raises:
        NotBegun: nothing to show, or somebody else began it at the same moment.
    """
    if not images:
        raise NotBegun(_("Choose at least one picture for the round."))
    try:
        with transaction.atomic():
            last = Round.objects.filter(share=share).order_by("-number").first()
            Round.objects.filter(share=share, frozen_at=None).update(frozen_at=timezone.now())
            number = last.number + 1 if last else 1
            made = Round.objects.create(share=share, number=number, by=by, note=note)
            known = traced(last, images) if last else {}
            rows = [
                RoundItem(round=made, image=image, position=place, before=known.get(image.pk))
                for place, image in enumerate(images, 1)
            ]
            RoundItem.objects.bulk_create(rows)
            if last:
                activity.record(share.team, Verb.ROUND, by=by, share=share, told=share.title)
    except IntegrityError:
        raise NotBegun(_("Somebody began a round at the same moment. Look at it first.")) from None
    return made


def traced(last: Round, images: Iterable[Image]) -> dict[Any, RoundItem]:
    """For each picture the one of the last round that it is, or that it was made from."""
    before = {item.image_id: item for item in last.items.all()}
    waiting: dict[Any, Any] = {image.pk: image.pk for image in images}  # picture → the ancestor looked at now
    found: dict[Any, RoundItem] = {}
    for _step in range(GENERATIONS):
        found |= {pk: before[at] for pk, at in waiting.items() if at in before}
        left = {pk: at for pk, at in waiting.items() if pk not in found}
        parents = dict(Image.objects.filter(pk__in=left.values()).values_list("pk", "parent"))
        waiting = {pk: parents[at] for pk, at in left.items() if parents.get(at)}
        if not waiting:
            break
    return found


def current(share: Share) -> Round | None:
    """The newest, open or frozen."""
    return Round.objects.filter(share=share).order_by("-number").first()


def pictures_of(share: Share, round: Round | None = None) -> QuerySet[Image]:
    """Of the round, or of the newest, what the link's maker may still show."""
    at = round or current(share)
    allowed = Image.objects.shareable_by(share.owner)
    rows = Image.objects.filter(round_items__round=at, pk__in=allowed.values("pk"))
    return rows.order_by("round_items__position")


def shown(round: Round, *, to: Guest | None = None, all_notes: bool = True, by: User | None = None) -> list[Shown]:
    """The round's pictures with answers and notes; of others' notes none where ``all_notes`` is False.

    ``by``: who looks from inside, at what they may see without the link too.
    """
    allowed = Image.objects.shareable_by(round.share.owner)
    if by is not None:
        allowed = allowed.filter(pk__in=Image.objects.visible_to(by).values("pk"))
    items = round.items.filter(image__in=allowed.values("pk")).select_related("image__owner", "before__image")
    found = {item.pk: Shown(item, change_of(item)) for item in items}
    earlier = {one.item.before_id: one for one in found.values() if one.item.before_id}
    verdicts = Verdict.objects.filter(item__in=found).select_related("guest")
    notes = Note.objects.filter(item__in=[*found, *earlier]).select_related("guest")
    if not all_notes:
        verdicts, notes = verdicts.filter(guest=to), notes.filter(guest=to)
    for verdict in verdicts:
        found[verdict.item_id].verdicts.append(verdict)
    for note in notes:
        if note.item_id in found:
            found[note.item_id].notes.append(note)
        else:
            earlier[note.item_id].earlier_notes.append(note)
    return list(found.values())


def change_of(item: RoundItem) -> str:
    if item.before is None:
        return "new"
    return "same" if item.before.image_id == item.image_id else "changed"


def gone_since(round: Round) -> int:
    """How many pictures of the round before neither stayed nor were made into another."""
    before = Round.objects.filter(share=round.share_id, number=round.number - 1).first()
    if before is None:
        return 0
    kept = round.items.exclude(before=None).values("before")
    return before.items.exclude(pk__in=kept).count()


def proposal(share: Share, *, by: User) -> list[Image]:
    """What the next round would show, of what ``by`` sees too: what was approved stays, what was not gives way to the
    newest picture that was made from it. A board's new pictures come along.
    """
    last = current(share)
    if last is None:
        return []
    seen = Image.objects.visible_to(by).values("pk")
    allowed = Image.objects.shareable_by(share.owner).filter(pk__in=seen).select_related("owner", "team")
    items = list(last.items.all())
    ids = [item.image_id for item in items]
    newest: dict[Any, Image] = {}
    liked = Verdict.objects.filter(item__round=last, answer=Answer.APPROVE).values_list("item__image", flat=True)
    for child in allowed.filter(parent__in=set(ids) - set(liked), created_at__gt=last.at).order_by("created_at", "id"):
        newest[child.parent_id] = child
    kept = {image.pk: image for image in allowed.filter(pk__in=ids)}
    found = [newest.get(pk) or kept.get(pk) for pk in ids]
    if share.board:
        known = {*ids, *(image.pk for image in newest.values())}
        rows = allowed.filter(board_items__in=share.board.hung()).exclude(pk__in=known)
        found += list(rows.order_by("board_items__position")[:200])
    return list({image.pk: image for image in found if image}.values())
