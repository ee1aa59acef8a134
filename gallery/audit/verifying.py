"""Whether the trail is whole: every link, the head that names the last one, and checkpoints that somebody kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, Func

from gallery.audit.chain import FIELDS, Break, Broken, Fault, Links, broken, walk
from gallery.models.audit import ONLY, AuditEntry, AuditHead

CHUNK = 5000  # rows that are read at once


class Utc(Func):
    """A moment that PostgreSQL tells without its zone, so that its driver reads it in C and not in Python."""

    template = "%(expressions)s"
    output_field = DateTimeField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s AT TIME ZONE 'UTC')")


COLUMNS: tuple[Any, ...] = tuple({"details": "details_text", "at": Utc("at")}.get(name, name) for name in FIELDS)


@dataclass(frozen=True, slots=True)
class Found:
    """``entries`` that hold, of them ``erased`` ones name a person no more; ``hash`` of the last. ``broken``: the first
    that does not hold. ``waiting``: not linked yet.
    """

    entries: int
    erased: int
    waiting: int
    hash: str
    broken: Break | None = None


def links_of(entry: AuditEntry) -> Links:
    return Links(*(getattr(entry, {"details": "details_text"}.get(name, name)) for name in FIELDS))


def is_whole(entry: AuditEntry) -> bool:
    """Whether an entry holds by itself, whatever is before it. One that is not linked yet is not known to be broken."""
    return entry.number is None or not broken(links_of(entry), entry.number, entry.previous)


def links() -> Iterator[Links]:
    rows = AuditEntry.objects.filter(number__isnull=False).order_by("number").values_list(*COLUMNS)
    return map(Links._make, rows.iterator(chunk_size=CHUNK))


def verify(anchors: Iterable[str] = ()) -> Found:
    """Walks the whole trail, some thousand rows at a time. ``anchors``: hashes that it has to hold."""
    head = AuditHead.objects.filter(pk=ONLY).first() or AuditHead()
    sought = set(anchors)
    entries, erased, last = 0, 0, ""
    waiting = AuditEntry.objects.filter(number=None).count()
    try:
        for entry in walk(links()):
            entries, last = entry.number, entry.hash
            erased += not (entry.who_salt and entry.what_salt)
            sought.discard(last)
            if entries == head.number and last != head.hash:
                raise Broken(Break(entries, Fault.NOT_THE_HEAD))
    except Broken as found:
        return Found(entries, erased, waiting, last, found.where)
    return Found(entries, erased, waiting, last, missing(entries, head, sought))


def missing(entries: int, head: AuditHead, sought: set[str]) -> Break | None:
    if entries < head.number:
        return Break(entries + 1, Fault.CUT_OFF, str(head.number))
    if not head.number and entries:
        return Break(entries, Fault.NO_HEAD)
    if sought:
        return Break(entries + 1, Fault.NO_CHECKPOINT, min(sought))
    return None
