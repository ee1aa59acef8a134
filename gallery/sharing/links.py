"""Links: made, changed, given another secret, turned off. Each opens exactly the pictures that it names."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access, audit
from gallery.audit import Act
from gallery.models import Board, Image, Round, Share, ShareItem, Team, User
from gallery.models.notice import Verb
from gallery.models.share import Mode, digest, new_secret
from gallery.people import activity
from gallery.reviewing import rounds
from gallery.sharing import revocation

MOST = 500  # pictures that one link names
NOT_YOURS = gettext_lazy("Whoever made this link and the team’s owners may change it.")
SETTINGS = ("title", "note", "expires_at", "download", "hide_prompt", "watermark", "open_notes")


class NotShared(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """No link was made; the message says why."""


def create(
    *,
    by: User,
    images: Sequence[Image] = (),
    board: Board | None = None,
    mode: str = Mode.LOOK,
    password: str = "",
    **settings: Any,
) -> tuple[Share, str]:
    """The link and its secret, which nobody can look up again.

    Raises:
        NotShared: there is nothing to show, too much, or something that is not ``by``'s to show.
    """
    shown = list(of_board(board, by)[: MOST + 1]) if board else list(images)
    refuse(shown, board, by, mode)
    token = new_secret()
    with transaction.atomic():
        share = Share.objects.create(
            owner=by,
            team=board.team if board else team_of(shown),
            board=board,
            digest=digest(token),
            mode=mode,
            password=make_password(password) if password else "",
            **settings,
        )
        if board is None:
            rows = [ShareItem(share=share, image=image, position=place) for place, image in enumerate(shown)]
            ShareItem.objects.bulk_create(rows)
        if share.reviews:
            rounds.begin(share, shown, by=by)
        activity.record(share.team, Verb.SHARED, by=by, share=share, told=share.title)
        audit.record(
            Act.SHARED, by=by, obj=share, details=facts_of(share) | {"pictures": [str(one.pk) for one in shown]}
        )
    return share, token


def facts_of(share: Share) -> dict[str, Any]:
    """What the link lets people do, for the audit trail; never its secret or its password."""
    names = ("mode", "expires_at", "download", "hide_prompt", "watermark", "open_notes")
    return {name: getattr(share, name) for name in names} | {"password": bool(share.password)}


def refuse(shown: Sequence[Image], board: Board | None, by: User, mode: str) -> None:
    if not shown:
        raise NotShared(_("There is no picture here that you may show."))
    if len(shown) > MOST and (board is None or mode == Mode.REVIEW):
        raise NotShared(_("A link shows up to %(most)d pictures.") % {"most": MOST})
    if board is None:
        allowed = set(Image.objects.shareable_by(by).filter(pk__in=[one.pk for one in shown]).values_list("pk"))
        if len(allowed) != len({one.pk for one in shown}):
            raise NotShared(_("One of these pictures is not yours to show. Viewers look; editors share."))
    elif not access.can_edit_board(by, board, by.role_in(board.team)):
        raise NotShared(_("Viewers look at this team’s boards. Its editors share them."))


def team_of(images: Sequence[Image]) -> Team | None:
    """The one that all of them hang in."""
    teams = {image.team_id for image in images}
    return images[0].team if len(teams) == 1 else None


def of_board(board: Board, by: User) -> QuerySet[Image]:
    """What hangs there of what ``by`` may show: a picture that was taken out of the team lies in the rows unseen."""
    allowed = Image.objects.shareable_by(by)
    rows = Image.objects.filter(board_items__in=board.hung(), pk__in=allowed.values("pk"))
    return rows.order_by("board_items__position", "board_items__id")


def pictures_of(share: Share) -> QuerySet[Image]:
    """What the link shows now, in order: of all that it names what its maker may still show."""
    if share.reviews:
        return rounds.pictures_of(share)
    if share.board:
        return of_board(share.board, share.owner)
    allowed = Image.objects.shareable_by(share.owner)
    rows = Image.objects.filter(share_items__share=share, pk__in=allowed.values("pk"))
    return rows.order_by("share_items__position", "share_items__id")


def require_editor(share: Share, by: User) -> None:
    if not access.can_edit_share(by, share, by.role_in(share.team)):
        raise PermissionDenied(NOT_YOURS)


def change(share: Share, *, by: User, password: str | None = None, **settings: Any) -> None:
    """``password`` None leaves it as it is, "" takes it away. What guests have open follows within a minute."""
    require_editor(share, by)
    values = {name: settings[name] for name in SETTINGS if name in settings}
    if password is not None:
        values["password"] = make_password(password) if password else ""
    with transaction.atomic():
        Share.objects.filter(pk=share.pk).update(**values)
        before = facts_of(share)
        for name, value in values.items():
            setattr(share, name, value)
        audit.record(Act.SHARE_CHANGED, by=by, obj=share, details={"from": before, "to": facts_of(share)})
    revocation.forget(share)


def renew(share: Share, *, by: User) -> str:
    """Another secret: the address that was given out opens nothing from now on, nor do pictures linked from there."""
    require_editor(share, by)
    token = new_secret()
    with transaction.atomic():
        Share.objects.filter(pk=share.pk).update(digest=digest(token))
        audit.record(Act.SHARE_CHANGED, by=by, obj=share, details={"address": "new"})
    share.digest = digest(token)
    revocation.forget(share)
    return token


def revoke(share: Share, *, by: User) -> bool:
    """Off at once, for good. False where it was off already."""
    require_editor(share, by)
    now = timezone.now()
    with transaction.atomic():
        if not Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=now):
            return False
        Round.objects.filter(share=share, frozen_at=None).update(frozen_at=now)
        activity.record(share.team, Verb.REVOKED, by=by, share=share, told=share.title)
        audit.record(Act.SHARE_REVOKED, by=by, obj=share)
        transaction.on_commit(lambda: revocation.close(share))
    share.revoked_at = now
    return True


def count(share: Share) -> None:
    """Somebody opened it."""
    Share.objects.filter(pk=share.pk).update(opened=F("opened") + 1, last_opened_at=timezone.now())


def unlocks(share: Share, password: str) -> bool:
    return bool(share.password) and check_password(password, share.password)
