"""Reserve, settle, release: whatever happens to a picture, the ledger's sum is the balance."""

from decimal import Decimal

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery.access import Role
from gallery.models import Project
from studio import lifecycle, submission
from studio.lifecycle.endings import doubt, end
from studio.models import Balance, Generation, InstanceSettings, Kind, LedgerEntry, State
from studio.money import balances
from studio.money.scopes import EVERYBODY, dollars, this_month
from tests.examples import examples
from tests.factories import MembershipFactory, UserFactory
from tests.studio.money.books import differences

pytestmark = pytest.mark.django_db

MINI, IRAG = "openai/gpt-image-1-mini", "qianfan/irag-1.0"


def press(by, model=MINI, **rest):
    order = submission.check(prompt="a harbour", models=[{"id": model}], count=rest.pop("count", 1))
    return submission.submit(order, by=by, **rest)[0].generations.first()


@pytest.fixture
def mira():
    return UserFactory()


@pytest.fixture
def project(mira):
    return Project.objects.create(team=MembershipFactory(user=mira, role=Role.OWNER).team, name="Oro")


def balance(kind=Kind.INSTANCE):
    row = Balance.objects.get(kind=kind)
    return dollars(row.spent), dollars(row.reserved)


def test_a_run_of_a_project_counts_for_everybody_team_project_and_person(mira, project):
    row = press(mira, project=project)
    assert set(Balance.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert {balance(kind) for kind in Kind} == {(0, row.quote)}
    assert row.run.team == project.team


def test_what_the_vendor_bills_is_spent_also_without_a_picture(mira):
    row = press(mira)
    end(row, State.FAILED, code="broken_picture", charged="yes", of=(State.QUEUED,))
    assert balance() == (row.quote, 0)


def test_what_it_does_not_bill_is_released(mira):
    lifecycle.cancel(press(mira), by=mira)
    assert balance() == (0, 0)
    assert [entry.kind for entry in LedgerEntry.objects.all()] == ["reserve", "release"]


def test_unknown_stays_reserved_until_somebody_decides(mira):
    row = press(mira)
    doubt(row, "no_answer", of=(State.QUEUED,))
    assert balance() == (0, row.quote)
    lifecycle.close_as_charged(row, by=mira)
    assert balance() == (row.quote, 0)


def test_an_unknown_price_that_is_billed_stays_counted_at_the_ceiling(mira):
    InstanceSettings(price_ceiling=Decimal("0.10")).save()
    row = press(mira, IRAG, count=2)
    end(row, State.FAILED, code="broken_picture", charged="yes", of=(State.QUEUED,), billed=1)
    assert balance() == (Decimal("0.10"), 0)
    assert LedgerEntry.objects.last().estimated
    assert Generation.objects.get().cost is None


def test_it_counts_in_the_month_of_the_press_however_late_it_ends(mira, time_machine):
    time_machine.move_to("2026-10-31T23:59:00Z")
    row = press(mira)
    time_machine.move_to("2026-11-01T00:01:00Z")
    end(row, State.FAILED, code="broken_picture", charged="yes", of=(State.QUEUED,))
    assert [f"{entry.month:%Y-%m}" for entry in LedgerEntry.objects.all()] == ["2026-10", "2026-10"]
    assert differences() == []


def test_a_team_that_is_deleted_meanwhile_does_not_stop_the_settlement(mira, project):
    row = press(mira, project=project)
    project.team.delete()
    row.refresh_from_db()
    end(row, State.FAILED, code="broken_picture", charged="yes", of=(State.QUEUED,))
    assert balance() == balance(Kind.PERSON) == (row.quote, 0)


DECISIONS = {"charge": lifecycle.close_as_charged, "free": lifecycle.close_as_free, "resend": submission.send_again}
WAYS = st.sampled_from(["cancel", "bill", "doubt", "charge", "free", "resend", "nothing"])


@settings(
    max_examples=examples(25),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ways=st.lists(st.tuples(st.sampled_from([MINI, IRAG]), st.integers(1, 3), WAYS), min_size=1, max_size=5))
def test_whatever_happens_the_sum_of_the_ledger_is_the_balance(mira, project, ways):
    for model, count, way in ways:
        row = press(mira, model, count=count, project=project)
        take(row, way, mira)
    assert differences() == []


def take(row, way, person):
    if way == "cancel":
        lifecycle.cancel(row, by=person)
    elif way == "bill":
        end(row, State.FAILED, code="broken_picture", charged="yes", of=(State.QUEUED,), billed=1)
    elif way != "nothing":
        doubt(row, "no_answer", of=(State.QUEUED,))
        if way in DECISIONS:
            DECISIONS[way](row, by=person)


@pytest.mark.parametrize("limit", [None, 10])
def test_two_first_presses_of_a_month_at_once_are_both_counted(monkeypatch, limit):
    """The other one writes the balance between this one's two looks at it."""
    looks, place = QuerySet.exists, {"sandbox": True, "month": this_month()}

    def exists(rows):
        if rows.model is Balance:
            Balance.objects.bulk_create([Balance(kind=Kind.INSTANCE, **place)], ignore_conflicts=True)
        return looks(rows)

    monkeypatch.setattr(QuerySet, "exists", exists)
    assert balances.add(EVERYBODY, 10, limit=limit, **place)
    assert Balance.objects.get().reserved == 10
