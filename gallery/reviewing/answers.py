"""What a guest answers: yes, no, notes, and that they are done. Only in the open round."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.models import Done, Guest, Note, Round, RoundItem, Share, Verdict
from gallery.models.notice import Verb
from gallery.models.review import Answer
from gallery.people import activity, notices

MOST_NOTES = 200  # of one guest in one round


class NotTaken(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The answer was not kept; the message says why, to the guest."""


def guest(share: Share, name: str = "") -> Guest:
    return Guest.objects.create(share=share, name=name[:60])


def call(one: Guest, name: str) -> None:
    """What they want to be called; "" changes nothing."""
    if name and name != one.name:
        Guest.objects.filter(pk=one.pk).update(name=name[:60])
        one.name = name[:60]


def answer(item: RoundItem, *, by: Guest, answer: str) -> None:
    """``answer``: approve, reject, or "" to take it back."""
    with while_open(item.round):
        if answer and answer not in Answer.values:
            raise NotTaken(_("Approve or reject."))
        if not answer:
            Verdict.objects.filter(item=item, guest=by).delete()
            return
        Verdict.objects.update_or_create(item=item, guest=by, defaults={"answer": answer, "at": timezone.now()})


def write(item: RoundItem, *, by: Guest, text: str, x: float | None = None, y: float | None = None) -> Note:
    """A note on the picture, pinned to a spot where one is given (0 to 1 of width and height)."""
    words = text.strip()
    with while_open(item.round):
        if not words:
            raise NotTaken(_("Write what should be different."))
        if len(words) > 2000:
            raise NotTaken(_("A note has up to 2000 letters."))
        if Note.objects.filter(guest=by, item__round=item.round_id).count() >= MOST_NOTES:
            raise NotTaken(_("These are %(most)d notes. Write the rest in a mail.") % {"most": MOST_NOTES})
        return Note.objects.create(item=item, guest=by, text=words, x=x, y=y)


def rewrite(note: Note, *, text: str) -> bool:
    """ "" takes it away. False where it is gone."""
    words = text.strip()[:2000]
    rows = Note.objects.filter(pk=note.pk)
    with while_open(note.item.round):
        return bool(rows.update(text=words)) if words else bool(rows.delete()[0])


def finish(round: Round, *, by: Guest) -> dict[str, Any]:
    """Tells the link's maker once; again only where something was answered since. The sum of what was answered."""
    with while_open(round):
        sums = summed(round, by)
        done, new = Done.objects.get_or_create(round=round, guest=by)
        if not new and not answered_since(round, by, done):
            return sums
        Done.objects.filter(pk=done.pk).update(at=timezone.now())
        share = round.share
        told = in_words(sums)
        notices.tell([share.owner], Verb.DONE, name=by.name or _("A guest"), share=share, team=share.team, told=told)
        activity.record(share.team, Verb.DONE, by=None, share=share, told=f"{by.name or _('A guest')}: {told}")
    return sums


def answered_since(round: Round, by: Guest, done: Done) -> bool:
    verdicts = Verdict.objects.filter(item__round=round, guest=by, at__gt=done.at)
    return verdicts.exists() or Note.objects.filter(item__round=round, guest=by, at__gt=done.at).exists()


def summed(round: Round, by: Guest) -> dict[str, int]:
    found = list(Verdict.objects.filter(item__round=round, guest=by).values_list("answer", flat=True))
    return {
        "approved": found.count(Answer.APPROVE),
        "rejected": found.count(Answer.REJECT),
        "notes": Note.objects.filter(item__round=round, guest=by).count(),
    }


def in_words(sums: dict[str, int]) -> str:
    """ "6 approved, 2 rejected, 3 notes"."""
    parts = [
        ngettext("%(n)d approved", "%(n)d approved", sums["approved"]) % {"n": sums["approved"]},
        ngettext("%(n)d rejected", "%(n)d rejected", sums["rejected"]) % {"n": sums["rejected"]},
        ngettext("%(n)d note", "%(n)d notes", sums["notes"]) % {"n": sums["notes"]},
    ]
    return ", ".join(parts)


@contextmanager
def while_open(round: Round) -> Iterator[None]:
    """Its row is locked: whoever closes it meanwhile waits until the answer is in, and no answer comes in after.

    Raises:
        NotTaken: it is closed, whatever ``round`` knew of it.
    """
    with transaction.atomic():
        round.refresh_from_db(fields=["frozen_at"], from_queryset=Round.objects.select_for_update())
        if round.frozen_at is not None:
            raise NotTaken(_("This round is closed. Its answers stay as they are."))
        yield
