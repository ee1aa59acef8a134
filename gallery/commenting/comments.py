"""Comments: written, answered, changed, settled. Whoever sees the picture reads and writes them."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Comment, Image, Note, Share, User
from gallery.models.notice import Verb
from gallery.people import activity, notices

LONGEST = 2000
MOST_MENTIONS = 20
MENTION = re.compile(r"(?<![\w@.+-])@([\w.+-]{1,150})")
NOT_YOURS = gettext_lazy("Only whoever wrote a comment changes it.")


class NotSaid(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The comment was not kept; the message says why."""


@dataclass(slots=True)
class Thread:
    """``number``: of its pin, None where it is not pinned."""

    comment: Comment
    number: int | None = None
    answers: list[Comment] = field(default_factory=list)


def write(
    image: Image, *, by: User, text: str, parent: Comment | None = None, x: float | None = None, y: float | None = None
) -> Comment:
    """Tells those who are mentioned, who is answered, and the picture's owner: each once.

    Raises:
        NotSaid: nothing to say, too much, or an answer to an answer or to another picture's comment.
        PermissionDenied: ``by`` does not see the picture.
    """
    if not access.can_see_image(by, image, by.role_in(image.team)):
        raise PermissionDenied
    words = said(text)
    if parent is not None and (parent.image_id != image.pk or parent.parent_id is not None):
        raise NotSaid(_("Answer the first comment of a thread of this picture."))
    spot = {} if parent or x is None or y is None else {"x": x, "y": y}
    with transaction.atomic():
        comment = Comment.objects.create(image=image, author=by, parent=parent, text=words, **spot)
        told = tell_mentioned(comment, mentioned_in(words))
        rest = [] if parent is None else [(parent.author, Verb.ANSWERED)]
        for person, verb in [*rest, (image.owner, Verb.COMMENTED)]:
            if person.pk not in told and sees(person, image):
                told.add(person.pk)
                notices.tell([person], verb, by=by, image=image, told=words)
        activity.record(image.team, Verb.COMMENTED, by=by, image=image, told=words)
    return comment


def said(text: str) -> str:
    words = text.strip().replace("\x00", "")
    if not words:
        raise NotSaid(_("Write something first."))
    if len(words) > LONGEST:
        raise NotSaid(_("A comment has up to %(most)d letters; this has %(n)d.") % {"most": LONGEST, "n": len(words)})
    return words


def mentioned_in(text: str) -> set[str]:
    """Usernames behind an @, in lower case, without the full stop of a sentence."""
    names = [name.rstrip(".").lower() for name in MENTION.findall(text)]
    return set(list(dict.fromkeys(names))[:MOST_MENTIONS])


def tell_mentioned(comment: Comment, names: set[str]) -> set[Any]:
    """Only people who see the picture learn of it: nobody is told that there is one."""
    if not names:
        return set()
    team = comment.image.team_id
    around = Q(pk=comment.image.owner_id) | (Q(memberships__team=team) if team else Q(pk__in=[]))
    people = [one for one in User.objects.filter(around, is_active=True).distinct() if one.username.lower() in names]
    notices.tell(people, Verb.MENTIONED, by=comment.author, image=comment.image, told=comment.text)
    return {one.pk for one in people}


def sees(person: User, image: Image) -> bool:
    return access.can_see_image(person, image, person.role_in(image.team))


def rewrite(comment: Comment, *, by: User, text: str) -> None:
    """Raises NotSaid and PermissionDenied. Those who are mentioned anew are told."""
    if not access.can_change_comment(by, comment):
        raise PermissionDenied(NOT_YOURS)
    words, before = said(text), mentioned_in(comment.text)
    with transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(text=words, edited_at=timezone.now())
        comment.text = words
        tell_mentioned(comment, mentioned_in(words) - before)


def remove(comment: Comment, *, by: User) -> None:
    """With its answers. Whoever wrote it, the picture's owner and the team's owners may."""
    if not access.can_remove_comment(by, comment, by.role_in(comment.image.team)):
        raise PermissionDenied(NOT_YOURS)
    comment.delete()


def settle(comment: Comment, *, by: User, settled: bool) -> None:
    """Resolved, or open again: everybody who sees it may say so."""
    if not access.can_see_comment(by, comment, by.role_in(comment.image.team)):
        raise PermissionDenied
    now = timezone.now() if settled else None
    Comment.objects.filter(pk=comment.pk, parent=None).update(resolved_at=now)
    comment.resolved_at = now


def threads_of(image: Image) -> list[Thread]:
    """Oldest first, pins numbered in that order. Two queries."""
    rows = list(Comment.objects.filter(image=image).select_related("author"))
    threads = {row.pk: Thread(row) for row in rows if row.parent_id is None}
    pinned = [thread for thread in threads.values() if thread.comment.x is not None]
    for number, thread in enumerate(pinned, 1):
        thread.number = number
    for row in rows:
        if row.parent_id in threads:
            threads[row.parent_id].answers.append(row)
    return list(threads.values())


def guests_notes_on(image: Image, user: User) -> list[Note]:
    """What guests wrote about it in the reviews that this person may see."""
    shares = Share.objects.visible_to(user)
    rows = Note.objects.filter(item__image=image, item__round__share__in=shares.values("pk"))
    return list(rows.select_related("guest", "item__round__share"))


def people_around(image: Image) -> list[User]:
    """Whom a mention reaches."""
    around = Q(pk=image.owner_id) | (Q(memberships__team=image.team_id) if image.team_id else Q(pk__in=[]))
    return list(User.objects.filter(around, is_active=True).distinct().order_by("username")[:200])
