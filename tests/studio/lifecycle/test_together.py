"""Several threads' writes in one transaction: nobody's failure is another's, and the books stay true."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from gallery.models import Image
from studio.gateway.errors import NotAPicture
from studio.lifecycle.changes import Claim, claim_all
from studio.lifecycle.succeeding import Success, succeed_all
from studio.lifecycle.together import Laid, Together
from studio.models import Balance, Generation, Kind, LedgerEntry, Output, State, Transition
from studio.money import ledger
from tests.factories import GenerationFactory, ImageFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_others_laid_down_goes_along():
    groups = []
    together = Together(lambda items: groups.append(list(items)) or [item.upper() for item in items])
    others = [Laid("b"), Laid("c")]
    together.laid = list(others)
    assert together("a") == "A"
    assert groups == [["b", "c", "a"]]
    assert [(one.result, one.done) for one in others] == [("B", True), ("C", True)]


def test_a_failure_is_nobody_elses_and_comes_in_its_own_thread():
    failed_in = []

    def do(items):
        if "bad" in items:
            failed_in.append((len(items), threading.current_thread().name))
            raise ValueError("bad")
        return [item.upper() for item in items]

    together = Together(do)
    assert at_the_same_moment(together, ["bad", "a", "b", "c"]) == ["ValueError('bad')", "A", "B", "C"]
    assert together.laid == []
    assert failed_in[-1] == (1, "bad")
    assert (4, "bad") not in failed_in[1:]


def at_the_same_moment(together, items):
    """Each in a thread of its name; all have laid down theirs before one may write."""
    found = {}

    def one(item):
        try:
            found[item] = together(item)
        except ValueError as error:
            found[item] = repr(error)
        finally:
            connection.close()

    with together.writing:
        threads = [threading.Thread(target=one, args=(item,), name=str(item)) for item in items]
        for thread in threads:
            thread.start()
        while len(together.laid) < len(items):
            threads[0].join(0.01)
    for thread in threads:
        thread.join()
    return [found[item] for item in items]


def sending(**columns):
    return GenerationFactory(
        state=State.SENDING, claim_token=uuid4(), sent_at=timezone.now(), quote="0.0110", **columns
    )


def unsaved(row):
    return ImageFactory.build(id=uuid4(), owner=row.run.owner, width=8, height=8)


def reserved(*rows):
    for row in rows:
        row.refresh_from_db()
        ledger.reserve(row.run, [row])


def test_several_successes_are_kept_and_settled_each_for_its_owner():
    first, second, lost = rows = [sending(n=2), sending(), sending()]
    reserved(*rows)
    Generation.objects.filter(pk=lost.pk).update(claim_token=uuid4())
    Generation.objects.filter(pk=second.pk).update(cancel_requested_at=timezone.now())
    found = [
        Success(first, {0: unsaved(first)}, {1: NotAPicture("none")}),
        Success(second, {0: unsaved(second)}, {}),
        Success(lost, {0: unsaved(lost)}, {}),
    ]
    assert succeed_all(found) == [True, True, False]
    assert lost.state == State.SENDING
    assert {image.owner_id for image in Image.objects.all()} == {first.run.owner_id, second.run.owner_id}
    assert [image.trashed_at is not None for image in Image.objects.order_by("owner_id")] == [False, True]
    assert Output.objects.filter(generation=first).count() == 2
    moved = Transition.objects.filter(to_state=State.SUCCEEDED).values_list("generation_id", "from_state")
    assert set(moved) == {(first.pk, "sending"), (second.pk, "sending")}
    for row in rows:
        row.refresh_from_db()
        booked = sum(entry.amount for entry in LedgerEntry.objects.filter(generation=row))
        assert booked == (row.quote if row.state == State.SENDING else row.cost)
        mine = Balance.objects.get(kind=Kind.PERSON, subject=str(row.run.owner_id))
        assert (mine.reserved, mine.spent) == ((110, 0) if row is lost else (0, int(row.cost * 10_000)))
    everybody = Balance.objects.get(kind=Kind.INSTANCE)
    assert (everybody.reserved, everybody.spent) == (110, int((first.cost + second.cost) * 10_000))


def test_of_two_claims_on_one_row_in_one_transaction_one_wins():
    row = GenerationFactory()
    twin = Generation.objects.select_related("run").get(pk=row.pk)
    wishes = [
        Claim(each, State.SENDING, State.QUEUED, {"claim_token": uuid4(), "session": uuid4()}) for each in (row, twin)
    ]
    assert claim_all(wishes) == [True, False]
    kept = Generation.objects.get(pk=row.pk)
    assert (kept.claim_token, twin.state, twin.claim_token) == (row.claim_token, State.QUEUED, None)
    assert Transition.objects.get(to_state=State.SENDING).session == row.session
