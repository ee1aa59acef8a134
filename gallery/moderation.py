"""Moderators' decisions about pictures that were shared: hide, restore, remove. Each is written down and stays.

The row decides: every decision is one conditional UPDATE of what the moderator saw. The files follow it into a secret
folder whose name stands in the row before the first of them moves, so that a crash between loses none.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from gallery import access, audit
from gallery.audit import Act
from gallery.files import moving, storage
from gallery.models import Decision, Image, User
from gallery.models.decision import Action
from gallery.models.image import Moderation

FROM: Mapping[str, tuple[str, ...]] = {
    Action.HIDE: (Moderation.CLEAR,),
    Action.REMOVE: (Moderation.CLEAR, Moderation.HIDDEN),
    Action.RESTORE: (Moderation.HIDDEN, Moderation.REMOVED),
}
TO: Mapping[str, str] = {
    Action.HIDE: Moderation.HIDDEN,
    Action.REMOVE: Moderation.REMOVED,
    Action.RESTORE: Moderation.CLEAR,
}


ACTS: Mapping[str, Act] = {Action.HIDE: Act.HID, Action.REMOVE: Act.REMOVED, Action.RESTORE: Act.BROUGHT_BACK}


class NotJudged(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """No decision was made; the message says why, to the moderator."""


class OwnPicture(NotJudged):
    """Nobody judges what they made themselves."""


class DecidedMeanwhile(NotJudged):
    """The picture is not any more as the moderator saw it."""


def actions_on(image: Image) -> list[Action]:
    """What can be decided about the picture as it is."""
    return [Action(action) for action, states in FROM.items() if image.moderation in states]


def decide(image: Image, *, action: str, reason: str, seen: str, by: User) -> Decision:
    """Judges the picture that the moderator saw in state ``seen``. Its files are out of every link's reach, or back.

    Raises:
        OwnPicture: it is ``by``'s own.
        DecidedMeanwhile: it was judged, withdrawn or trashed since ``image`` was read.
    """
    if image.owner_id == by.pk:
        raise OwnPicture(_("This is your own picture. Another moderator has to decide about it."))
    if image.moderation != seen or seen not in FROM[action]:
        raise DecidedMeanwhile(told_meanwhile(image))
    if action == Action.RESTORE:
        return restore(image, reason=reason, by=by)
    folder = image.quarantine or storage.secret_folder()
    decision = write(image, action=action, reason=reason, by=by, quarantine=folder)
    moving.into_quarantine(image)
    return decision


def restore(image: Image, *, reason: str, by: User) -> Decision:
    """Files first: whoever sees the row again finds them. They go back where another decision was faster."""
    folder = image.quarantine
    moving.begin_return(image)
    try:
        decision = write(image, action=Action.RESTORE, reason=reason, by=by, quarantine="")
    except DecidedMeanwhile:
        now = Image.objects.filter(pk=image.pk).exclude(quarantine="").first()
        if now:
            moving.into_quarantine(now)
        raise
    moving.end_return(image, folder)
    return decision


def write(image: Image, *, action: str, reason: str, by: User, quarantine: str) -> Decision:
    with transaction.atomic():
        rows = Image.objects.moderatable_by(by).filter(pk=image.pk, moderation=image.moderation)
        if not rows.update(moderation=TO[action], quarantine=quarantine, moving=bool(quarantine)):
            raise DecidedMeanwhile(told_meanwhile(image))
        decision = Decision.objects.create(image=image, image_uuid=image.pk, action=action, reason=reason, by=by)
        audit.record(ACTS[action], by=by, obj=image, details={"reason": reason})
    image.moderation, image.quarantine = TO[action], quarantine
    return decision


def told_meanwhile(image: Image) -> str:
    last = Decision.objects.filter(image_uuid=image.pk).select_related("by").first()
    now = Image.objects.filter(pk=image.pk).first()
    if now is None or not (now.team_id or now.moderation):
        return _("Its owner took this picture out of the team meanwhile. There is nothing to decide any more.")
    if last is None or now.trashed_at:
        return _("This picture changed meanwhile. Look at it again.")
    return _("%(name)s decided meanwhile (%(lower)s: %(reason)s). Look at it again.") % {
        "name": last.by.name,
        "lower": last.get_action_display().lower(),
        "reason": last.reason,
    }


def waiting_for(user: Any, moderation: str) -> QuerySet[Image]:
    """What this moderator may judge and is in this state, newest first (ids are ordered by time)."""
    rows = Image.objects.moderatable_by(user).filter(moderation=moderation)
    return rows.select_related("owner", "team").order_by("-pk")


def judged_of(user: Any) -> QuerySet[Image]:
    """The owner's own pictures that were hidden or removed, with ``reason`` and ``judged_at`` of the last decision."""
    last = Decision.objects.filter(image=OuterRef("pk")).order_by("-at", "-pk")
    rows = Image.objects.filter(owner=user).exclude(moderation=Moderation.CLEAR).order_by("-pk")
    return rows.annotate(reason=Subquery(last.values("reason")[:1]), judged_at=Subquery(last.values("at")[:1]))


def may_judge(user: Any, image: Image) -> bool:
    return access.can_moderate_image(user, image) and image.owner_id != user.pk
