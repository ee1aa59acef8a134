"""Whether a picture is still shown by a link: asked for each of its files, answered from the cache.

What is closed is written to the cache the moment it is closed, over whatever is remembered. What is open is
remembered for a few seconds and never over a closing, so that a reader who was slow opens nothing again. Where the
cache has lost everything, the rows answer.
"""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache

from gallery.models import Image, RoundItem, Share, ShareItem

KEPT = 20  # seconds that an open pair is remembered
CLOSED_FOR = 3 * 3600  # seconds: longer than any link to a file lives


@dataclass(frozen=True, slots=True)
class Shown:
    """``quarantine`` is always "": what is in quarantine is shown by no link. ``until``: seconds since the epoch."""

    pk: UUID
    format: str
    secret: str
    mark: str
    until: float | None
    renditions: int
    quarantine: str = ""


def shown(share_id: UUID, image_id: UUID, secret: str) -> Shown | None:
    """The picture as the link of this secret shows it now; None where it does not."""
    pair, closed, *changed = keys(share_id, image_id)
    found = cache.get_many([pair, closed, *changed])
    if closed in found:
        return None
    if pair in found and not any(key in found for key in changed):
        answer = Shown(**found[pair]) if found[pair] else None
    else:
        answer = looked_up(share_id, image_id)
        cache.add(pair, asdict(answer) if answer else {}, KEPT)
    if answer is None or answer.secret != secret or (answer.until is not None and answer.until <= time.time()):
        return None
    return answer


def keys(share_id: UUID, image_id: UUID) -> tuple[str, str, str, str]:
    of_share = f"share-closed:{share_id.hex}", f"share-changed:{share_id.hex}"
    return f"shown:{share_id.hex}:{image_id.hex}", of_share[0], f"image-changed:{image_id.hex}", of_share[1]


def looked_up(share_id: UUID, image_id: UUID) -> Shown | None:
    share = Share.objects.open().select_related("owner").filter(pk=share_id).first()
    image = Image.objects.shareable_by(share.owner).filter(pk=image_id).first() if share else None
    if share is None or image is None or not names(share, image_id):
        return None
    until = share.expires_at.timestamp() if share.expires_at else None
    return Shown(image.pk, image.format, secret_of(share), share.watermark, until, image.renditions)


def names(share: Share, image_id: UUID) -> bool:
    if share.reviews:
        return RoundItem.objects.filter(round__share=share, image=image_id).exists()
    if share.board:
        return share.board.hung().filter(image=image_id).exists()
    return ShareItem.objects.filter(share=share, image=image_id).exists()


def secret_of(share: Share) -> str:
    """Ties links to files to the secret that their page was opened by. Eight digits of its hash tell nothing."""
    return share.digest[:8]


def close(share: Share) -> None:
    cache.set(keys(share.pk, share.pk)[1], True, CLOSED_FOR)


def forget(share: Share) -> None:
    """Its settings or its secret changed: whatever is remembered of it, the rows are asked for a while."""
    cache.set(keys(share.pk, share.pk)[3], True, KEPT * 2)


def changed(image_ids: Iterable[Any]) -> None:
    """These were taken out of a team or off a board, or given to somebody: links ask the rows for a while."""
    cache.set_many({f"image-changed:{id.hex}": True for id in image_ids}, KEPT * 2)


def maker_changed(user: Any) -> None:
    """Suspended, closed, or back: whatever is remembered of their links, the rows are asked for a while."""
    made = Share.objects.filter(owner=user, revoked_at=None).values_list("pk", flat=True)
    cache.set_many({keys(pk, pk)[3]: True for pk in made}, KEPT * 2)
