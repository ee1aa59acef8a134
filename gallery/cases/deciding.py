"""A case is decided once, by a conditional UPDATE of one that waits and that nobody else judges. The rest follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import access, audit
from gallery.audit import Act
from gallery.cases import claiming, pictures, reasons, telling
from gallery.models import Case, Decision, Image, User
from gallery.models.case import CaseKind, Outcome
from gallery.models.decision import Action
from gallery.models.image import Moderation

ACTION_TO = {
    Moderation.CLEAR: Action.RESTORE,
    Moderation.HIDDEN: Action.HIDE,
    Moderation.REMOVED: Action.REMOVE,
}
AUDITED = {
    Moderation.CLEAR: Act.BROUGHT_BACK,
    Moderation.HIDDEN: Act.HID,
    Moderation.REMOVED: Act.REMOVED,
}


class NotJudged(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """No decision was made; the message says why, to the moderator."""


class OwnItem(NotJudged):
    """Nobody judges what is their own, or an appeal against themselves."""


class TakenMeanwhile(NotJudged):
    """Somebody else decided it, or judges it now."""


class BadVerdict(NotJudged):
    """The outcome is none of this kind's, or the reason is not for this outcome."""


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: str
    reason: str
    note: str = ""


def decide(case: Case, verdict: Verdict, *, by: User, follow: Callable[[Case], None] | None = None) -> Case:
    """Judges it and tells the person. ``follow`` carries it out on what gallery does not know, in the transaction.

    Raises:
        OwnItem, TakenMeanwhile, BadVerdict: nothing was changed.
    """
    check(case, verdict, by)
    image = Image.objects.filter(pk=case.image_id).first() if case.image_id else None
    state = state_after(case, verdict.outcome, image)
    try:
        with pictures.becoming(image, state):
            write(case, verdict, by)
            facts = {"kind": case.kind, "person": case.person_id, "reason": case.reason, "note": case.note}
            told = note_down(image, state, verdict, by, facts | {"case": str(case.pk)})
            if act_of(case) != told:
                audit.record(act_of(case), by=by, obj=case, details=facts | {"subject": str(case.subject_id)})
            if follow is not None:
                follow(case)
            telling.of_decision(case)
    except pictures.Changed:
        raise TakenMeanwhile(_("This picture changed meanwhile. Look at it again.")) from None
    return case


def check(case: Case, verdict: Verdict, by: User) -> None:
    if not may_judge(case, by=by):
        raise OwnItem(own_words(case, by))
    if verdict.outcome not in reasons.OF_KIND[case.kind]:
        raise BadVerdict(_("Choose what to do."))
    if not reasons.fits(case.kind, verdict.outcome, verdict.reason):
        raise BadVerdict(_("Choose a reason that goes with this decision."))


def may_judge(case: Case, *, by: Any) -> bool:
    return access.can_judge_case(by, case, alone=claiming.alone(case, by))


def own_words(case: Case, by: User) -> str:
    if case.person_id == by.pk:
        return _("This is your own. Another moderator has to decide about it; you can pass it on.")
    if case.first_judge_id == by.pk:
        return _("You made the decision that this appeal is against. Another moderator has to judge it.")
    return _("Only moderators decide.")


def write(case: Case, verdict: Verdict, by: User) -> None:
    rows = Case.objects.waiting().judgeable_by(by, alone=claiming.alone(case, by))
    now = timezone.now()
    decided = {"decided_at": now, "decided_by": by, "claimed_by": None, "claimed_until": None}
    decided |= {"outcome": verdict.outcome, "reason": verdict.reason, "note": verdict.note.strip()[:2000]}
    if not rows.filter(claiming.free_for(by), pk=case.pk).update(**decided):
        raise TakenMeanwhile(told_meanwhile(case))
    for name, value in decided.items():
        setattr(case, name, value)


def note_down(
    image: Image | None, state: str | None, verdict: Verdict, by: User, facts: Mapping[str, Any]
) -> Act | None:
    """The picture's own history of decisions, which outlives it; and the act that stands in the trail for it."""
    if image is None or state is None or image.moderation == state or image.purged_at:
        return None
    reason = ". ".join(part for part in (reasons.label_of(verdict.reason), verdict.note.strip()) if part)
    Decision.objects.create(
        image=image, image_uuid=image.pk, action=ACTION_TO[Moderation(state)], reason=reason[:500], by=by
    )
    act = AUDITED[Moderation(state)]
    audit.record(act, by=by, obj=image, details=facts)
    return act


def act_of(case: Case) -> Act:
    if case.outcome == Outcome.RELEASED:
        return {CaseKind.REPORT: Act.DISMISSED, CaseKind.APPEAL: Act.REVERSED}.get(CaseKind(case.kind), Act.RELEASED)
    return Act.REMOVED if case.outcome == Outcome.REMOVED else Act.REFUSED


def state_after(case: Case, outcome: str, image: Image | None) -> str | None:
    """What becomes of the picture; None where it stays as it is."""
    if image is None or case.kind == CaseKind.PROMPT or case.subject_kind != "image":
        return None
    if outcome == Outcome.REMOVED:
        return Moderation.REMOVED
    if outcome != Outcome.RELEASED or held_elsewhere(case, image):
        return None
    if image.moderation == Moderation.REMOVED and (case.kind != CaseKind.APPEAL or removed_elsewhere(case, image)):
        return None
    return Moderation.CLEAR


def held_elsewhere(case: Case, image: Image) -> bool:
    """Another check still holds it."""
    held = Case.objects.waiting().filter(kind=CaseKind.PICTURE, subject_id=image.pk)
    return held.exclude(pk=case.pk).exists()


def removed_elsewhere(appeal: Case, image: Image) -> bool:
    """Another decision than the one that is appealed against removed it, and nobody reversed that."""
    removed = Case.objects.filter(subject_id=image.pk, outcome=Outcome.REMOVED)
    return removed.exclude(appeal=appeal).exclude(appeal__outcome=Outcome.RELEASED).exists()


def why_not(case: Case, *, by: User) -> str:
    """Why ``by`` could not take it."""
    if case.waits and not may_judge(case, by=by):
        return own_words(case, by)
    return told_meanwhile(case)


def told_meanwhile(case: Case) -> str:
    now = Case.objects.select_related("decided_by", "claimed_by").filter(pk=case.pk).first()
    if now is None or now.outcome == Outcome.WITHDRAWN:
        return _("It was withdrawn meanwhile. There is nothing to decide any more.")
    if now.decided_by is not None:
        return _("%(name)s decided meanwhile: %(outcome)s (%(reason)s).") % {
            "name": now.decided_by.name,
            "outcome": now.get_outcome_display().lower(),
            "reason": reasons.label_of(now.reason),
        }
    holder = now.holder()
    if holder is not None:
        return _("%(name)s is judging this now.") % {"name": holder.name}
    return _("This changed meanwhile. Look at it again.")


def withdraw(*, kind: str, subject_id: UUID) -> bool:
    """Its person took the subject back before anybody decided: there is nothing left to judge."""
    rows = Case.objects.waiting().filter(kind=kind, subject_id=subject_id)
    return bool(rows.update(decided_at=timezone.now(), outcome=Outcome.WITHDRAWN))
