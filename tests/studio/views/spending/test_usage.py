"""The usage pages: who sees what, figures, filters, CSV, at a constant number of queries."""

import csv
import io
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from gallery.access import Role
from gallery.models import Project
from studio import lifecycle, submission
from studio.lifecycle.endings import doubt, end
from studio.models import Generation, State
from studio.money import budgets
from studio.money.scopes import EVERYBODY
from tests.factories import MembershipFactory, UserFactory
from tests.studio.money.test_ledger import IRAG, MINI, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira():
    return UserFactory(username="mira", display_name="Mira Okafor")


@pytest.fixture
def jonas():
    return UserFactory(username="jonas", display_name="Jonas Lind")


@pytest.fixture
def project(mira, jonas):
    team = MembershipFactory(user=mira, role=Role.OWNER).team
    MembershipFactory(user=jonas, team=team, role=Role.EDITOR)
    return Project.objects.create(team=team, name="Oro, spring launch")


def billed(by, model=MINI, **rest):
    row = press(by, model, **rest)
    end(row, State.FAILED, code="broken_picture", charged="yes", of=(State.QUEUED,))
    return row


def look(client, user, address="usage", **query):
    client.force_login(user)
    return client.get(reverse(address), query)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_the_figures_add_up(client, mira):
    billed(mira, count=2)
    doubt(press(mira), "no_answer", of=(State.QUEUED,))
    press(mira)
    lifecycle.cancel(press(mira), by=mira)
    totals = look(client, mira).context["totals"]
    assert (totals.spent, totals.reserved, totals.released) == (Decimal("0.022"), Decimal("0.022"), Decimal("0.011"))
    assert (totals.calls, totals.free, totals.unclear, totals.below) == (4, 1, 1, 0)


def test_what_is_on_its_way_is_one_line_whatever_it_waits_for(client, mira):
    for state in (State.SENDING, State.WAITING):
        row = press(mira)
        Generation.objects.filter(pk=row.pk).update(state=state, claim_token=uuid.uuid4(), remote_id="t-1")
    assert [(row["label"], row["calls"]) for row in look(client, mira).context["states"]] == [("Sent", 2)]


def test_one_of_unknown_price_is_spent_at_the_ceiling_and_said(client, mira):
    billed(mira, IRAG)
    answer = look(client, mira)
    assert (answer.context["totals"].spent, answer.context["totals"].estimated) == (Decimal("0.25"), Decimal("0.25"))
    assert "$0.25 of it at the ceiling" in answer.text


def test_most_see_their_own_owners_their_team_and_administrators_all(client, mira, jonas, project):
    billed(jonas, project=project)
    billed(jonas)
    billed(mira)
    seen = {
        user: look(client, user).context["totals"].calls
        for user in (mira, jonas, UserFactory(), UserFactory(is_superuser=True))
    }
    assert list(seen.values()) == [2, 2, 0, 3]


def test_nobody_reads_the_words_of_others(client, mira, jonas, project):
    billed(jonas, project=project)
    assert "a harbour" not in look(client, mira).text
    assert "a harbour" in look(client, jonas).text


@pytest.mark.parametrize("name", ["project", "team", "model"])
def test_filters_narrow_all_of_it(client, mira, project, name):
    billed(mira, project=project)
    billed(mira, IRAG)
    values = {"project": project.pk, "team": project.team_id, "model": MINI}
    assert look(client, mira, **{name: values[name]}).context["totals"].calls == 1
    assert len(rows_of(look(client, mira, "usage-csv", **{name: values[name]}))) == 1


def test_a_time_is_days_of_the_instance_both_included(client, mira, time_machine, settings):
    settings.TIME_ZONE = "America/Sao_Paulo"
    time_machine.move_to("2026-11-02T02:30:00Z")  # the first of November there
    billed(mira)
    asked = {"from": "2026-11-01", "to": "2026-11-01"}
    assert look(client, mira, **asked).context["totals"].calls == 1
    assert look(client, mira, **{"from": "2026-11-02"}).context["totals"].calls == 0
    assert [bar.total for bar in look(client, mira, **asked).context["chart"].bars] == [Decimal("0.011")]


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "soon"},
        {"from": "2026-11-02", "to": "2026-11-01"},
        {"from": "1990-01-01"},
        {"team": "x"},
        {"person": 0},
    ],
)
def test_a_wrong_filter_is_told_and_answered_with_no_csv(client, mira, asked):
    assert look(client, mira, **asked).status_code == 422
    answer = look(client, mira, "usage-csv", **asked)
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (422, "text/html")


def test_somebody_elses_team_is_no_choice(client, jonas, project):
    stranger = UserFactory()
    assert look(client, stranger, team=project.team_id).status_code == 422
    assert look(client, jonas, person=UserFactory().pk).status_code == 422


def test_the_csv_has_a_line_a_call_and_no_formula(client, project, mira):
    mira.display_name = "=HYPERLINK(1)"
    mira.save()
    row = billed(mira, project=project)
    line = rows_of(look(client, mira, "usage-csv"))[0]
    assert (line["person"], line["project"]) == ("'=HYPERLINK(1)", "Oro, spring launch")
    assert (line["generation"], line["quoted"], line["billed"], line["money"]) == (
        str(row.pk),
        "0.0110",
        "0.0110",
        "Billed",
    )
    assert (line["book"], line["price"]) == ("demo", "listed")


def test_demo_and_true_books_are_looked_at_apart(client, mira):
    billed(mira)
    assert look(client, mira, book="demo").context["totals"].calls == 1
    assert look(client, mira, book="true").context["totals"].calls == 0


def test_by_person_model_and_project(client, mira, jonas, project):
    billed(jonas, project=project, count=2)
    billed(mira, IRAG)
    context = look(client, UserFactory(is_superuser=True), by="project").context
    assert [person.name for person, *_ in context["people"]] == ["Mira Okafor", "Jonas Lind"]
    assert [row["label"] for row in context["models"]] == ["iRAG 1.0", "GPT Image 1 Mini"]
    assert [part.label for part in context["chart"].legend] == ["No project", "Oro, spring launch"]


def test_budgets_stand_beside_the_chart(client, mira):
    admin = UserFactory(is_superuser=True)
    budgets.set_limit(EVERYBODY, Decimal("0.02"), sandbox=True, by=admin)
    billed(mira)
    assert "$0.01 left" not in look(client, mira).text
    assert "$0.00 left" in look(client, admin).text


@pytest.mark.parametrize("by", ["model", "person", "project"])
def test_the_page_costs_the_same_for_one_and_for_many(client, mira, project, by, django_assert_max_num_queries):
    billed(mira, project=project)
    for _ in range(6):
        billed(UserFactory(), IRAG)
        billed(mira, project=project)
    admin = UserFactory(is_superuser=True)
    client.force_login(admin)
    with django_assert_max_num_queries(27):
        client.get(reverse("usage"), {"by": by})


def test_the_ledger_is_paged(client, mira):
    for _ in range(3):
        billed(mira)
    answer = look(client, mira, "usage-ledger", page="9")
    assert len(answer.context["lines"]) == 3


def test_a_retry_stands_as_a_line_of_its_own(client, mira):
    row = press(mira)
    end(row, State.FAILED, code="vendor_down", of=(State.QUEUED,))
    submission.retry(row, by=mira)
    assert [line.word for line in look(client, mira).context["lines"]] == ["Reserved", "Released"]


@pytest.mark.parametrize("name", ["usage", "usage-ledger", "usage-csv"])
@pytest.mark.parametrize("asked", ["to=9999-12-31", "to=0001-01-01", "from=0001-01-01&to=0001-01-02"])
def test_a_day_at_the_end_of_time_is_refused_and_not_counted_on(client, mira, name, asked):
    client.force_login(mira)
    assert client.get(f"{reverse(name)}?{asked}").status_code == 422
