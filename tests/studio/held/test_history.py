"""What stands beside a case: the person's weeks, and the figures of the rule that fired."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from gallery.cases import listing
from gallery.judging import hits
from gallery.models import Case, RuleHit
from studio.held import history
from studio.moderation import holding
from tests.factories import MembershipFactory, RunFactory, UserFactory
from tests.gallery.cases.making import held_prompt
from tests.studio.moderation.test_holding import rule, submit

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


def test_figures_beside_a_case_are_those_of_the_rules_page():
    """A refusal that was reversed is one more false alarm, wherever it is counted."""
    made = rule("blood")
    runs = [submit(f"blood, number {n}") for n in range(4)]
    holding.release(runs[0], by=UserFactory())
    for run in runs[1:3]:
        holding.refuse(run, by=UserFactory(), reason="x")
    holding.release(runs[2], by=UserFactory())
    case = Case.objects.get(subject_id=runs[3].pk)
    assert history.figures_of(case) == hits.records()[made.pk] == hits.Record(fired=4, held=4, released=2, refused=1)


def test_figures_of_a_busy_rule_are_counted_over_its_last_hits(monkeypatch):
    rule("blood")
    for n in range(3):
        holding.refuse(submit(f"blood, number {n}"), by=UserFactory(), reason="x")
    case = Case.objects.first()
    RuleHit.objects.filter(pk=RuleHit.objects.last().pk).update(at=timezone.now() - timedelta(days=400))
    assert history.figures_of(case) == hits.Record(fired=2, held=2, refused=2)
    monkeypatch.setattr(hits, "MOST", 1)
    assert history.figures_of(case) == hits.Record(fired=1, held=1, refused=1, more=True)


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
