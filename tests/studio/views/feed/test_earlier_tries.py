"""The money of tries that others stand in the place of: counted by the page as by the API, and still to be settled."""

from decimal import Decimal

import pytest

from studio.api.shapes import cost_of
from studio.models import Charged, LedgerEntry, Run, State
from studio.views.feed.wall import hang
from tests.factories import GenerationFactory, RunFactory

pytestmark = pytest.mark.django_db

PRICE = Decimal("0.05")
PAID = {"charged": Charged.YES, "cost": PRICE, "quote": PRICE}
UNCLEAR = {"charged": Charged.MAYBE, "quote": PRICE, "reason_code": "no_answer"}


@pytest.fixture
def run(mira):
    return RunFactory(owner=mira, quote=PRICE)


def tried_twice(run, first, second):
    old = GenerationFactory(run=run, state=State.FAILED, **first)
    GenerationFactory(run=run, retry_of=old, **second)
    return old


def on_the_wall(run):
    return hang(Run.objects.filter(pk=run.pk).with_generations())[0]


def test_a_paid_try_stays_in_the_sum(run):
    tried_twice(run, PAID, {"state": State.SUCCEEDED} | PAID)
    assert on_the_wall(run).money == "$0.100 of $0.050 quoted"
    assert cost_of(run.generations.all()) == 2 * PRICE


def test_a_paid_try_is_told_while_the_next_one_runs(run):
    tried_twice(run, PAID, {"state": State.QUEUED, "quote": PRICE})
    assert on_the_wall(run).money == "$0.050, $0.050 reserved"


def test_an_unclear_try_stays_reserved_in_words(run):
    tried_twice(run, UNCLEAR, {"state": State.SUCCEEDED} | PAID)
    assert on_the_wall(run).money == "$0.050, $0.050 unclear"


@pytest.mark.parametrize(("act", "charged", "money"), [("charged", "yes", "$0.100"), ("free", "no", "$0.050")])
def test_an_unclear_try_is_settled_at_the_label(designer, run, act, charged, money):
    old = tried_twice(run, UNCLEAR, {"state": State.SUCCEEDED} | PAID)
    LedgerEntry.objects.create(generation=old, user=run.owner, kind="reserve", amount=PRICE)
    address = f"/generations/{old.pk}/close-{act}/"
    page = designer.get(f"/runs/{run.pk}/").content.decode()
    assert "One earlier try may have been charged ($0.050)." in page
    assert f'action="{address}"' in page
    designer.post(address)
    old.refresh_from_db()
    assert (old.charged, on_the_wall(run).money.split(" of")[0]) == (charged, money)
    assert f'action="{address}"' not in designer.get(f"/runs/{run.pk}/").content.decode()


def test_a_settled_try_is_no_question(run):
    tried_twice(run, PAID, {"state": State.SUCCEEDED} | PAID)
    assert on_the_wall(run).earlier == []


def test_the_label_is_drawn_anew_after_a_try_that_failed_at_once(run):
    old = GenerationFactory(run=run, state=State.FAILED)
    before = on_the_wall(run).label_state
    GenerationFactory(run=run, state=State.FAILED, retry_of=old)
    assert on_the_wall(run).label_state != before


def test_an_unclear_failure_without_a_second_try_is_settled_at_its_tile(run):
    GenerationFactory(run=run, state=State.FAILED, **UNCLEAR)
    assert [act.name for act in on_the_wall(run).tiles[0].actions] == ["close-charged", "close-free"]
