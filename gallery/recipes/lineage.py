"""What a picture was made from and what was made from it: a tree of bounded size, in few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from gallery.models import Image
from gallery.models.image import BARE, Kind, Relation
from gallery.recipes import diffing, recipe

FURTHEST_UP = 12  # generations above the picture
FURTHEST_DOWN = 4  # below it
BESIDE = 4  # other children of each picture above
BELOW = 12  # children of each picture below
FURTHEST_IN = 3  # deeper ones stand below each other
A_LEVEL = 36  # pictures of one generation below, all branches together
ABOVE = """
WITH RECURSIVE above(id, parent_id, far) AS (
    SELECT id, parent_id, 0 FROM gallery_image WHERE id = %s
    UNION ALL
    SELECT image.id, image.parent_id, above.far + 1 FROM gallery_image AS image
    JOIN above ON image.id = above.parent_id WHERE above.far < %s
)"""
UP = f"{ABOVE} SELECT id FROM above ORDER BY far DESC"  # noqa: S608 (constants alone)
AROUND = f"""{ABOVE}, below(id, far) AS (
    SELECT id, 0 FROM above WHERE far = 0
    UNION ALL
    SELECT image.id, below.far + 1 FROM gallery_image AS image
    JOIN below ON image.parent_id = below.id WHERE below.far < %s AND image.purged_at IS NULL AND image.kind <> %s
), kin(id) AS (
    SELECT id FROM above UNION SELECT id FROM below UNION
    SELECT image.id FROM gallery_image AS image JOIN above ON image.parent_id = above.id
    WHERE above.far > 0 AND image.purged_at IS NULL AND image.kind <> %s
)
SELECT (SELECT COUNT(*) FROM kin), (SELECT COUNT(*) FROM gallery_comment WHERE image_id = %s)
"""  # noqa: S608 (constants alone)


@dataclass(slots=True)
class Node:
    """``image`` None: one that the reader may not see. ``more``: children that are not shown here.

    ``indent`` 0 is the line from the first picture to this one; ``changes`` of the words, against its parent's.
    ``through``: levels, from 1, whose line goes on below this row; as far as rows are set in, ``FURTHEST_IN``.
    """

    image: Image | None
    parent_id: UUID | None
    relation: str
    indent: int
    this: bool = False
    beside: bool = False
    more: int = 0
    changes: list[diffing.Change] = field(default_factory=list)
    through: list[int] = field(default_factory=list)

    @property
    def words(self) -> str:
        """ "Remixed", "Generated"."""
        return told(self.relation, self.image)

    @property
    def masked(self) -> str:
        """ "6% masked"."""
        share = recipe.share_of(self.image) if self.image else ""
        return _("%(share)s masked") % {"share": share} if share else ""


def told(relation: str, image: Image | None) -> str:
    names = {
        Relation.REMIX: _("Remixed"),
        Relation.EDIT: _("Edited"),
        Relation.VARIATION: _("Varied"),
        Relation.ERASE: _("Erased"),
        Relation.REPAINT: _("Repainted"),
        Relation.REFRAME: _("Reframed"),
        Relation.EXTEND: _("Extended"),
        Relation.CROP: _("Cropped"),
    }
    if relation in names:
        return names[Relation(relation)]
    return _("Uploaded") if image is not None and image.kind in (Kind.UPLOAD, *BARE) else _("Generated")


def tree_of(image: Image, user: Any) -> list[Node]:
    """From the first picture down. A constant number of queries, however large the family is.

    Others' pictures and those in a trash are there as what they are: places without a picture.
    """
    line = ids_above(image)
    rows = {row.pk: row for row in Image.objects.filter(pk__in=line).select_related("owner")}
    path = [rows[pk] for pk in line if pk in rows]
    beside = children_of([row.pk for row in path[:-1]], BESIDE, but=line)
    below: dict[UUID, list[Image]] = {}
    level, met = [image.pk], {*line, *(row.pk for row in flat(beside))}
    for _depth in range(FURTHEST_DOWN):
        found = children_of(level, BELOW, but=met) if level else {}
        below |= found
        level = [child.pk for child in flat(found)]
        met |= set(level)
    seen = set(Image.objects.visible_to(user).filter(pk__in=met).values_list("pk", flat=True))
    ends = numbers_of_children([*level, *(row.pk for row in flat(beside))])
    return joined(list(drawn(path, beside, below, seen, ends)))


def joined(nodes: list[Node]) -> list[Node]:
    """With the lines that go on to later rows, found from the last row up."""
    on: set[int] = set()
    for row in reversed(nodes):
        level = min(row.indent, FURTHEST_IN)
        row.through = sorted(on)
        on = {line for line in on if line < level} | {max(level, 1)}
    return nodes


def ids_above(image: Image) -> list[UUID]:
    """The picture's ancestors and itself, the first one first. One query."""
    key = Image._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(UP, [key.get_db_prep_value(image.pk, connection), FURTHEST_UP])
        ids = [key.to_python(id) for (id,) in cursor.fetchall()]
    return list(dict.fromkeys(reversed(ids)))[::-1]


def numbers_around(image: Image) -> dict[str, int]:
    """For the tabs: pictures in the tree, with those that it only counts, and comments. One query."""
    id = Image._meta.pk.get_db_prep_value(image.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(AROUND, [id, FURTHEST_UP, FURTHEST_DOWN, Kind.MASK, Kind.MASK, id])
        family, comments = cursor.fetchone()
    return {"family": family, "comments": comments}


def children_of(parents: list[UUID], most: int, but: Iterable[UUID] = ()) -> dict[UUID, list[Image]]:
    """The first ``most`` of each, oldest first; ``among`` on a child says how many there are. One query."""
    rows = Image.objects.filter(parent__in=parents, purged_at=None).exclude(Q(pk__in=list(but)) | Q(kind=Kind.MASK))
    ranked = rows.select_related("owner").annotate(
        rank=Window(RowNumber(), partition_by=F("parent"), order_by=("created_at", "id")),
        among=Window(Count("pk"), partition_by=F("parent")),
    )
    found: dict[UUID, list[Image]] = {}
    for child in ranked.filter(rank__lte=most).order_by("rank", "created_at", "id")[:A_LEVEL]:
        if child.parent_id is not None:
            found.setdefault(child.parent_id, []).append(child)
    return found


def numbers_of_children(parents: list[UUID]) -> dict[UUID, int]:
    """Of those whose own children are not shown. One query."""
    rows = Image.objects.filter(parent__in=parents, purged_at=None).exclude(kind=Kind.MASK).order_by()
    return dict(rows.values_list("parent").annotate(number=Count("pk")))


def flat(children: dict[UUID, list[Image]]) -> list[Image]:
    return [child for found in children.values() for child in found]


def drawn(
    path: list[Image],
    beside: dict[UUID, list[Image]],
    below: dict[UUID, list[Image]],
    seen: set[UUID],
    ends: dict[UUID, int],
) -> Iterable[Node]:
    """Each picture after its parent; what was also made of one stands before the line goes on."""
    known = {row.pk: row for row in (*path, *flat(beside), *flat(below)) if row.pk in seen}
    for row in path:
        shown = beside if row is not path[-1] else below
        yield node(row, known, 0, this=row is path[-1], more=hidden(shown.get(row.pk, [])))
        for child in beside.get(row.pk, []):
            yield node(child, known, 1, beside=True, more=ends.get(child.pk, 0))
    for child, indent in branches(path[-1], below, 1):
        yield node(child, known, indent, more=hidden(below.get(child.pk, [])) or ends.get(child.pk, 0))


def branches(parent: Image, below: dict[UUID, list[Image]], indent: int) -> Iterable[tuple[Image, int]]:
    for child in below.get(parent.pk, []):
        yield child, indent
        yield from branches(child, below, indent + 1)


def hidden(children: list[Image]) -> int:
    """How many more than these their parent has."""
    return children[0].among - len(children) if children else 0  # type: ignore[attr-defined]


def tips_of(nodes: Sequence[Node]) -> list[Image]:
    """The ends of the tree as it is shown, first branch first."""
    parents = {node.parent_id for node in nodes}
    return [node.image for node in nodes if node.image and node.image.pk not in parents]


def in_time(nodes: Iterable[Node]) -> list[Node]:
    """Those that may be seen, the newest first."""
    shown = [node for node in nodes if node.image]
    return sorted(shown, key=lambda node: (node.image.created_at, node.image.pk), reverse=True)  # type: ignore[union-attr]


def branch_of(nodes: Iterable[Node]) -> Image | None:
    """The nearest picture above this one, or itself, from which a branch has a name."""
    line = [node.image for node in nodes if node.indent == 0]
    return next((image for image in reversed(line) if image and image.branch), None)


def node(row: Image, known: dict[UUID, Image], indent: int, **more: Any) -> Node:
    before = known.get(row.parent_id) if row.parent_id else None
    image = known.get(row.pk)
    changes: list[diffing.Change] = []
    if before is not None and image is not None and image.prompt and diffing.differ(before.prompt, image.prompt):
        changes = diffing.excerpt(diffing.words(before.prompt, image.prompt))
    return Node(image, row.parent_id, row.relation, indent, changes=changes, **more)
