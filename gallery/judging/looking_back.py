"""A hash that was blocked is sought among the pictures that were there before it, a piece at a time.

The row of the hash says how far it is: what a worker leaves undone when it dies, the next one goes on with. What is
found waits in the queue like a new picture that looks like a blocked one; nothing is removed by itself.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from gallery.files.looks import distance, unsigned
from gallery.judging import block_list
from gallery.models import Image, Likeness, ListedHash
from gallery.search.likeness import perhaps_near

LEASE = timedelta(minutes=5)  # after which another worker goes on
HASHES = 20  # at one call
PICTURES = 200  # of a hash at one call


def go_on() -> bool:
    """A piece of what is due. True where there is more to do at once."""
    for row in due()[:HASHES]:
        if claim(row):
            search(row)
    return due().exists()


def due() -> QuerySet[ListedHash]:
    return ListedHash.objects.filter(search_due__lte=timezone.now()).order_by("search_due", "id")


def claim(row: ListedHash) -> bool:
    rows = ListedHash.objects.filter(pk=row.pk, search_due=row.search_due)
    return bool(rows.update(search_due=timezone.now() + LEASE))


def search(row: ListedHash) -> None:
    """The next pictures of one hash, by their ids."""
    chunk = candidates(row)
    wanted, within = unsigned(row.dhash), block_list.threshold()
    near = [pk for pk, other in chunk if distance(wanted, unsigned(other)) <= within]
    images = Image.objects.filter(pk__in=near, moderation="", purged_at=None)
    found = sum(block_list.check(image) for image in images)
    done, now = len(chunk) < PICTURES, timezone.now()
    ListedHash.objects.filter(pk=row.pk).update(
        searched_to=chunk[-1][0] if chunk else row.searched_to,
        searched_at=now if done else None,
        search_due=None if done else now,
        found=F("found") + found,
    )


def candidates(row: ListedHash) -> list[tuple[UUID, int]]:
    rows = Likeness.objects.filter(perhaps_near(unsigned(row.dhash), block_list.threshold()))
    if row.searched_to:
        rows = rows.filter(pk__gt=row.searched_to)
    return list(rows.order_by("pk").values_list("pk", "dhash")[:PICTURES])
