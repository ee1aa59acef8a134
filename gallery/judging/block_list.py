"""Pictures known by their likeness: every new one is held where it looks like a blocked one and is not nearer to an
allowed one. Older ones are looked at by looking_back."""

import threading
from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gallery import audit, dispatch
from gallery.audit import Act
from gallery.cases import pictures
from gallery.cases.opening import Trigger, open_case
from gallery.files.looks import BITS, distance, signed, unsigned
from gallery.judging.nearness import FARTHEST, Near
from gallery.models import Case, Image, Likeness, ListedHash
from gallery.models.case import CaseKind, Outcome

log = structlog.get_logger(__name__)

BLOCK, ALLOW = ListedHash.List.BLOCK, ListedHash.List.ALLOW
AT_ONCE = 5000  # rows of an import


class NoLikeness(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The picture has no hash to go by: it is not measured yet, or a plain surface; the message says so."""


class Memory:
    """One list as this process last read it: what came since is read alone, after a removal all of it again.

    The newest row is known by its UUID: SQLite gives the number of a row that was rolled back to the next one.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = self.last = 0
        self.newest: UUID | None = None
        self.near = Near(())
        self.reading = threading.Lock()

    def found(self, wanted: int, within: int) -> list[int]:
        return self.found_each([wanted], within)[0]

    def found_each(self, wanted: Iterable[int], within: int) -> list[list[int]]:
        """For each the values up to ``within`` bits away, the nearest first; the list is read once for all."""
        with self.reading:
            self.refresh()
            return [self.near.found(value, within) for value in wanted]

    def empty(self) -> bool:
        with self.reading:
            self.refresh()
            return not len(self.near)

    def refresh(self) -> None:
        rows = ListedHash.objects.filter(list=self.name).order_by()
        count = rows.count()
        last, newest = rows.order_by("-pk").values_list("pk", "uuid").first() or (0, None)
        if (count, newest) == (self.count, self.newest):
            return
        since = list(rows.filter(pk__gt=self.last).values_list("dhash", flat=True)[: AT_ONCE + 1])
        few = len(since) <= AT_ONCE and len(self.near.fresh) <= AT_ONCE
        if few and self.count + len(since) == count and self.stands(rows):
            self.near.add(unsigned(value) for value in since)
        else:
            self.near = Near(unsigned(value) for value in rows.values_list("dhash", flat=True).iterator(AT_ONCE))
        self.count, self.last, self.newest = count, last, newest

    def stands(self, rows: Any) -> bool:
        """Whether what was read is there still."""
        return self.newest is None or rows.filter(pk=self.last, uuid=self.newest).exists()


MEMORY: dict[str, Memory] = {name: Memory(name) for name in (BLOCK, ALLOW)}


def threshold() -> int:
    """Bits that two pictures may differ in and still count as one; the administrator's."""
    return min(cast("int", import_string(settings.BLOCK_DISTANCE_FROM)()), FARTHEST)


def check(image: Image) -> bool:
    """Holds the picture where it looks like a blocked one: out of everybody's sight until a moderator decided.

    Of the two lists the nearer hash decides, and where both are as near, the block list.
    """
    if image.moderation or MEMORY[BLOCK].empty():
        return False
    wanted = hash_of(image)
    if not wanted or let_through(image):
        return False
    found = holding(wanted)
    return found is not None and hold(image, *found)


def holding(wanted: int) -> tuple[ListedHash, int] | None:
    """The blocked hash that holds such a picture, and the bits that differ."""
    within = threshold()
    blocked = MEMORY[BLOCK].found(wanted, within)
    allowed = MEMORY[ALLOW].found(wanted, within) if blocked else []
    for number in range(len(blocked)):
        value = deciding(wanted, blocked[number:], allowed)
        row = ListedHash.objects.filter(list=BLOCK, dhash=signed(value)).first() if value else None
        if row or not value:
            return (row, distance(wanted, value)) if row else None
    return None  # taken off meanwhile


def unheld(hashes: Sequence[int], *, allowed: int = 0, off: int = 0) -> set[int]:
    """Those that no list would hold if one hash were allowed, or blocked no more. Each list is read once."""
    within, gone = threshold(), {allowed, off}
    blocked, passing = (MEMORY[name].found_each(hashes, within) for name in (BLOCK, ALLOW))
    more = [allowed] if allowed else []
    left = [[value for value in near if value not in gone] for near in blocked]
    found = zip(hashes, left, passing, strict=True)
    return {one for one, block, passed in found if not deciding(one, block, passed + more)}


def deciding(wanted: int, blocked: Sequence[int], allowed: Iterable[int]) -> int:
    """Of the blocked (the nearest first) the one that holds, or 0: where an allowed one is nearer."""
    if not blocked:
        return 0
    bits = distance(wanted, blocked[0])
    return 0 if any(distance(wanted, other) < bits for other in allowed) else blocked[0]


def hold(image: Image, listed: ListedHash, bits: int) -> bool:
    trigger = Trigger(label=_("Block list: %(reason)s") % {"reason": listed.reason or "–"}, score=1 - bits / BITS)
    now = Image.objects.select_related("owner").filter(pk=image.pk, moderation="", purged_at=None).first()
    if now is None:
        return False
    try:
        open_case(
            kind=CaseKind.PICTURE,
            person=now.owner,
            subject=now,
            image=now,
            prompt=now.prompt,
            headline=_("Looks like a picture on the block list"),
            triggers=[trigger],
        )
    except pictures.Changed:
        log.info("changed_meanwhile", image=str(image.pk))
        return False
    return True


def let_through(image: Image) -> bool:
    """A moderator looked at it already."""
    return Case.objects.filter(kind=CaseKind.PICTURE, subject_id=image.pk, outcome=Outcome.RELEASED).exists()


def hash_of(image: Image) -> int:
    """Unsigned; 0 for a plain surface and for what is not measured yet."""
    return unsigned(Likeness.objects.filter(image=image).values_list("dhash", flat=True).first() or 0)


def add(image: Image, *, by: Any, reason: str, name: str = BLOCK, case: Case | None = None) -> ListedHash:
    """The picture's likeness onto a list, from any decision. Off the other list with it.

    Raises:
        NoLikeness.
    """
    value = hash_of(image)
    if not value:
        raise NoLikeness(_("This picture has no likeness to go by: it is a plain surface, or not measured yet."))
    return add_hash(value, by=by, reason=reason, name=name, image=image, case=case)


def add_hash(
    value: int, *, by: Any, reason: str, name: str = BLOCK, image: Image | None = None, case: Case | None = None
) -> ListedHash:
    """``value`` unsigned. One that is there already stays as it is; a blocked one is sought among older pictures."""
    blocks = name == BLOCK
    with transaction.atomic():
        remove(ListedHash.objects.filter(dhash=signed(value)).exclude(list=name), by=by)
        columns = {"reason": reason[:500], "by": by, "image_uuid": image.pk if image else None}
        columns |= {"search_due": timezone.now() if blocks else None}
        row, made = ListedHash.objects.get_or_create(list=name, dhash=signed(value), defaults=columns)
        if made:
            details = {"hash": told(value), "reason": reason[:500]} | ({"case": str(case.pk)} if case else {})
            act = Act.HASH_BLOCKED if blocks else Act.HASH_ALLOWED
            audit.record(act, by=by, obj=image or row, details=details)
        if made and blocks:
            transaction.on_commit(dispatch.look_back)
    return row


def search_older(rows: Any) -> int:
    """Those that block and were never sought among the pictures that were there before them; how many."""
    never = rows.filter(list=BLOCK, searched_at=None, search_due=None)
    with transaction.atomic():
        due = int(never.update(search_due=timezone.now()))
        if due:
            transaction.on_commit(dispatch.look_back)
    return due


def remove(rows: Any, *, by: Any) -> int:
    """Takes rows off their lists."""
    with transaction.atomic():
        gone = list(rows)
        for row in gone:
            details = {"hash": told(unsigned(row.dhash)), "list": row.list}
            audit.record(Act.HASH_UNLISTED, by=by, obj=row, details=details)
        ListedHash.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return len(gone)


def import_hashes(pairs: Iterable[tuple[int, str]], *, name: str, source: str) -> int:
    """(unsigned hash, reason) of a file, all or none. Returns how many are new."""
    due = timezone.now() if name == BLOCK else None
    rows = [
        ListedHash(list=name, dhash=signed(value), reason=reason, source=source, search_due=due)
        for value, reason in pairs
    ]
    with transaction.atomic():
        before = ListedHash.objects.filter(list=name).count()
        ListedHash.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
        new = ListedHash.objects.filter(list=name).count() - before
        act = Act.HASH_BLOCKED if name == BLOCK else Act.HASH_ALLOWED
        audit.record(act, details={"file": source, "hashes": new})
        if new and due:
            transaction.on_commit(dispatch.look_back)
    return new


def told(value: int) -> str:
    return f"{value:016x}"


def read(text: str) -> int | None:
    """16 hexadecimal digits, not all of them 0."""
    try:
        value = int(text.strip(), 16)
    except ValueError:
        return None
    return value if 0 < value < 1 << BITS and len(text.strip()) == BITS // 4 else None


def counts() -> dict[str, int]:
    rows = ListedHash.objects.order_by().values_list("list").annotate(count=Count("pk"))
    return {str(BLOCK): 0, str(ALLOW): 0} | dict(rows)
