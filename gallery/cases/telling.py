"""Who hears of a case: its person when it is held and decided, whoever reported it, whom it is passed to."""

from gallery.cases import reasons
from gallery.models import Case, User
from gallery.models.case import CaseKind, Outcome
from gallery.models.notice import Verb
from gallery.people import notices

VERB_OF = {
    Outcome.RELEASED: Verb.RELEASED,
    Outcome.REFUSED: Verb.REFUSED,
    Outcome.REMOVED: Verb.TAKEN,
}
OF_APPEAL = {Outcome.RELEASED: Verb.REVERSED, Outcome.REFUSED: Verb.STANDS}


def of_hold(case: Case) -> None:
    notices.tell([case.person], Verb.HELD, case=case, told=case.title)


def of_passing(case: Case, *, to: User, by: User) -> None:
    notices.tell([to], Verb.PASSED, by=by, case=case, told=case.title)


def of_decision(case: Case) -> None:
    """In words. A report that changed nothing is told to its reporters alone."""
    verbs = OF_APPEAL if case.kind == CaseKind.APPEAL else VERB_OF
    told = ". ".join(part for part in (reasons.label_of(case.reason), case.note) if part)
    unchanged = case.kind == CaseKind.REPORT and case.outcome == Outcome.RELEASED
    if not unchanged or (case.image and case.image.moderation):
        notices.tell([case.person], verbs[Outcome(case.outcome)], case=case, told=told)
    if case.kind == CaseKind.REPORT:
        verb = Verb.KEPT if case.outcome == Outcome.RELEASED else Verb.ACTED
        people = User.objects.filter(pk__in=case.reported.exclude(reporter=None).values("reporter"))
        notices.tell(people, verb, told=reasons.label_of(case.reason))
