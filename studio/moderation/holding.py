"""Runs that wait for a look: held with nothing sent or reserved, released, refused, taken back, each once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.access import can_make
from gallery.cases.opening import open_case
from gallery.judging import hits
from gallery.judging.hits import Fired
from gallery.judging.matching import HOLD
from gallery.models import Case
from gallery.models.case import CaseKind
from gallery.models.rule import HitOutcome
from studio import dispatch, wake
from studio.catalogue.wording import phrase
from studio.lifecycle import NotPossible
from studio.lifecycle.changes import move
from studio.lifecycle.endings import end
from studio.models import Generation, Hold, HoldState, Run, State, Transition
from studio.models.hold import OPEN
from studio.money import ledger
from studio.money.budgets import OverBudget

RULE, UNDECIDED, CHECK, CHECKING = "held_by_rule", "rule_undecided", "held_by_check", "checking"
REFUSED, REVERSED, SHORT = "refused_by_moderator", "refusal_reversed", "over_budget"
NOTE_MAX, WORDS_MAX = 500, 2000
MOST_NAMED, NAMED_MAX = 5, 40  # rules in a sentence, and characters of what each found


def holds(fired: Sequence[Fired]) -> bool:
    return any(one.finding.action == HOLD for one in fired)


def write_held(rows: Sequence[Generation], fired: Sequence[Fired]) -> None:
    """The columns of rows that are held, before they are saved."""
    holding = [one for one in fired if one.finding.action == HOLD]
    first = holding[0]
    for row in rows:
        row.state = State.HELD
        row.due_at = row.message_sent_at = None
        row.reason_code = UNDECIDED if first.finding.undecided else RULE
        row.reason_detail = sentence(holding)


def sentence(fired: Sequence[Fired]) -> str:
    """Why, in English; ``studio.words`` knows it again. Each rule is named, so that nobody rewords in vain."""
    one, number = fired[0], fired[0].finding.rule.number
    matched = [(each.finding.rule.number, each.word) for each in fired if not each.finding.undecided]
    if len(matched) > 1:
        found = ", ".join(f"{rule} “{word[:NAMED_MAX]}”" for rule, word in matched[:MOST_NAMED])
        return phrase("Rules {found} matched. Nothing was sent or paid.", found=found)
    if one.finding.undecided:
        return phrase("Rule {number} could not be decided in time. Nothing was sent or paid.", number=number)
    return phrase("Rule {number} matched “{found}”. Nothing was sent or paid.", number=number, found=one.word)


def begin(run: Run, fired: Sequence[Fired]) -> Hold:
    """Call it in the transaction that writes the held rows. One that waits already takes these in."""
    return open_hold(run, [trigger_of(one) for one in fired if one.finding.action == HOLD])


def open_hold(run: Run, triggers: list[dict[str, Any]]) -> Hold:
    known = open_of(run)
    if known is None:
        known = Hold.objects.create(run=run, triggers=triggers)
    else:
        known.state = HoldState.WAITING
        known.triggers += [trigger for trigger in triggers if trigger not in known.triggers]
        known.save(update_fields=["state", "triggers"])
        wait_too(run)
    open_case(kind=CaseKind.PROMPT, person=run.owner, subject=run, prompt=run.prompt, triggers=triggers)
    return known


def open_of(run: Run) -> Hold | None:
    """Held still, like its run, until the transaction ends: of two retries at once one opens it, the other joins."""
    list(Run.objects.select_for_update(no_key=True).filter(pk=run.pk).values_list("pk"))
    return Hold.objects.select_for_update().filter(run=run, state__in=OPEN).first()


def wait_too(run: Run) -> None:
    """What was being checked waits for the same look, and says the same."""
    held = Generation.objects.filter(run=run, state=State.HELD)
    told = held.exclude(reason_code=CHECKING).values("reason_code", "reason_detail").first()
    if told:
        held.filter(reason_code=CHECKING).update(**told)


def trigger_of(one: Fired) -> dict[str, Any]:
    rule = one.finding.rule
    return {
        "label": f"{rule.category}, rule {rule.number}",
        "rule": str(rule.rule),
        "version": rule.version,
        "key": rule.key,
        "field": one.field,
        "text": "" if one.field == "prompt" else one.text,
        "words": list(dict.fromkeys(one.text[start:stop] for start, stop in one.finding.spans)),
        "spans": [list(span) for span in one.finding.spans],
        "score": None,
    }


def waiting_of(run: Run) -> Hold | None:
    return Hold.objects.filter(run=run, state=HoldState.WAITING).first()


def release(run: Run, *, by: Any, reason: str = "", of: Sequence[str] = OPEN) -> bool:
    """Reserves its price and lets it go. False where it was decided or taken back meanwhile.

    One that was refused is not sent by itself any more: its owner may send it, and it is not held again.

    Raises:
        OverBudget: a budget has too little left now; it stays as it is and says so.
        NotPossible: whoever it belongs to may run nothing any more.
    """
    if not can_make(run.owner):
        raise NotPossible(_("%(name)s may make nothing now. It waits until they may again.") % {"name": run.owner.name})
    try:
        with transaction.atomic():
            if decide(run, HoldState.RELEASED, by=by, reason=reason, of=of):
                let_go(run, by=by)
                return True
            return of == OPEN and reverse(run, by=by, reason=reason)
    except OverBudget as refusal:
        note_short(run, refusal)
        raise


def note_short(run: Run, refusal: OverBudget) -> None:
    """Its owner reads why it waits still. Whoever releases it within a transaction of their own calls it after."""
    Hold.objects.filter(run=run, state__in=OPEN).update(note=str(refusal)[:NOTE_MAX])


def reverse(run: Run, *, by: Any, reason: str) -> bool:
    last = Hold.objects.filter(run=run, state=HoldState.REFUSED)
    if not last.update(state=HoldState.RELEASED, decided_at=timezone.now(), decided_by=by, reason=reason[:NOTE_MAX]):
        return False
    Generation.objects.filter(run=run, state=State.REFUSED, reason_code=REFUSED).update(
        reason_code=REVERSED, reason_detail=phrase("A moderator lets it through now. Retry sends it.")
    )
    hits.decide(run.pk, HitOutcome.RELEASED, again=True)
    return True


def let_go(run: Run, *, by: Any) -> None:
    now, moved = timezone.now(), []
    for row in held_rows(run):
        columns: dict[str, Any] = {"due_at": now, "message_sent_at": now, "reason_code": "", "reason_detail": ""}
        if move(row, State.QUEUED, of=(State.HELD,), why="released", by=by, **columns):
            moved.append(row)
    ledger.reserve(run, moved)
    hits.decide(run.pk, HitOutcome.RELEASED)
    ids = tuple(row.pk for row in moved)
    transaction.on_commit(lambda: dispatch.publish("studio.send", ids))
    transaction.on_commit(wake.stream)


def refuse(run: Run, *, by: Any, reason: str) -> bool:
    """It ends refused and free, with the reason in the person's sight. False where somebody was faster."""
    with transaction.atomic():
        if not decide(run, HoldState.REFUSED, by=by, reason=reason):
            return False
        for row in held_rows(run):
            end(row, State.REFUSED, code=REFUSED, detail=reason, of=(State.HELD,), by=by)
        hits.decide(run.pk, HitOutcome.REFUSED)
    return True


def decide(run: Run, to: str, *, by: Any, reason: str = "", of: Sequence[str] = OPEN) -> bool:
    """One conditional UPDATE: whoever makes it, decides."""
    rows = Hold.objects.filter(run=run, state__in=of)
    return bool(rows.update(state=to, decided_at=timezone.now(), decided_by=by, reason=reason[:NOTE_MAX], note=""))


def held_rows(run: Run) -> list[Generation]:
    return list(Generation.objects.filter(run=run, state=State.HELD).select_related("run__owner"))


def ask_for_look(run: Run, *, by: Any, words: str = "") -> Hold:
    """The person's words for whoever looks. Asking again changes them.

    Raises:
        NotPossible: nothing of it waits.
    """
    rows = Hold.objects.filter(run=run, state=HoldState.WAITING)
    words = words.strip()[:WORDS_MAX]
    if not rows.update(asked_at=timezone.now(), words=words):
        raise NotPossible(_("Nothing of this run waits for a look any more."))
    Case.objects.waiting().filter(kind=CaseKind.PROMPT, subject_id=run.pk).update(words=words)
    return rows.get()


def record(run: Run) -> None:
    """Tells the live stream that what its held tiles say is another thing now; the caller holds the transaction."""
    Transition.objects.bulk_create(
        Transition(generation=row, run_id=run.pk, user_id=run.owner_id, from_state=row.state, to_state=row.state)
        for row in held_rows(run)
    )
