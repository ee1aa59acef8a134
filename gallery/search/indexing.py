"""What pictures are found by, written again when it changed outside their own rows: a few at once, many by a worker."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from gallery import dispatch
from gallery.models import Image, words
from gallery.models.image import BARE

AT_ONCE = 200  # pictures of one press; more would keep somebody waiting


def again(ids: Iterable[UUID]) -> None:
    """Call it in the transaction of the change."""
    found = list(dict.fromkeys(ids))
    if len(found) <= AT_ONCE:
        write(found)
        return
    for start in range(0, len(found), AT_ONCE):
        transaction.on_commit(partial(dispatch.index, found[start : start + AT_ONCE]))


def write(ids: list[UUID]) -> None:
    words.index(Image.objects.filter(pk__in=ids).exclude(kind__in=BARE))
