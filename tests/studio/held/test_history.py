"""What stands beside a case: the person's weeks, and the figures of the rule that fired."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from gallery.cases import listing
from gallery.models import Case
from studio.held import history
from tests.factories import MembershipFactory, RunFactory, UserFactory
from tests.gallery.cases.making import held_prompt

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 27, 12, tzinfo=UTC)


@time_machine.travel(FRIDAY, tick=False)
def test_runs_and_holds_stand_in_their_weeks():
    person = UserFactory()
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    for at in (monday, monday - timedelta(seconds=1), monday - timedelta(weeks=11), monday - timedelta(weeks=12)):
        RunFactory(owner=person, created_at=at)
    case = held_prompt(person)
    Case.objects.filter(pk=case.pk).update(opened_at=monday - timedelta(seconds=1))
    found = history.weeks_of(person)
    assert [week.runs for week in found] == [1, *[0] * 9, 1, 2]  # the held one is a run of today
    assert [week.held for week in found] == [*[0] * 10, 1, 0]
    assert (found[0].begins, found[-1].begins) == (monday - timedelta(weeks=11), monday)


def test_figures_of_a_rule_are_counted_over_its_last_cases(monkeypatch):
    cases = [held_prompt(UserFactory(), f"blood, number {n}") for n in range(4)]
    released = {"outcome": "released", "reason": "client", "decided_at": FRIDAY, "decided_by": UserFactory()}
    Case.objects.filter(pk=cases[1].pk).update(**released)
    assert history.figures_of(cases[0]) == history.RuleFigures(4, 1)
    Case.objects.filter(pk=cases[0].pk).update(opened_at=FRIDAY - timedelta(days=400))
    assert history.figures_of(cases[0]) == history.RuleFigures(3, 1)
    monkeypatch.setattr(history, "RULE_LAST", 2)
    assert history.figures_of(cases[0]) == history.RuleFigures(2, 1, more=True)


def test_neighbours_and_duplicates_are_found_by_an_index():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    case = held_prompt(UserFactory())
    beside = listing.waiting().filter(pk__lt=case.pk).order_by("-id").values_list("pk")[:1]
    assert "case_waiting" in beside.explain()
    assert "case_alike" in listing.duplicates(case, UserFactory(is_moderator=True)).explain()


def test_the_role_and_the_teams_stand_beside_the_name(client):
    person = UserFactory(is_guest=True)
    for name in ("Halden", "Oro", "Fjord"):
        MembershipFactory(user=person, team__name=name)
    assert history.place_of(person) == ["Guest", "Halden", "Oro", "and more teams"]
    mira = MembershipFactory(team__name="Halden <Studio>").user
    client.force_login(UserFactory(is_moderator=True))
    page = client.get(f"/held/{held_prompt(mira).pk}/").content.decode()
    assert "Member, Halden &lt;Studio&gt;, " in page
