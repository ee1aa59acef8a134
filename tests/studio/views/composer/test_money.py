"""The Generate button and money: over a budget, near it, and dear enough to ask once."""

from decimal import Decimal

import pytest
from django.urls import reverse

from gallery.access import Role
from gallery.models import Project
from studio.models import InstanceSettings, Kind, Run
from studio.money import budgets
from studio.money.scopes import EVERYBODY, Scope
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

ASKED = {"prompt": "a harbour", "model": "openai/gpt-image-1-mini", "count": "4", "key": "press-1"}  # $0.044


@pytest.fixture
def lena():
    return UserFactory(display_name="Lena", is_superuser=True)


@pytest.fixture
def mira(client):
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def project(mira):
    team = MembershipFactory(user=mira, role=Role.EDITOR).team
    return Project.objects.create(team=team, name="Nachtklang")


def limit(scope, dollars, lena):
    budgets.set_limit(scope, Decimal(dollars), sandbox=True, by=lena)


def post(client, address="run-create", htmx=False, **more):
    return client.post(reverse(address), ASKED | more, headers={"HX-Request": "true"} if htmx else {})


@pytest.mark.parametrize("htmx", [True, False])
def test_over_a_budget_nothing_runs_and_the_words_stand_in_the_composer(client, mira, lena, htmx):
    limit(EVERYBODY, "0.01", lena)
    answer = post(client, htmx=htmx)
    assert answer.status_code == 422
    assert "$0.05 is more than the $0.01 left in this studio." in answer.text
    assert "a harbour" in answer.text
    assert not Run.objects.exists()


def test_the_price_names_what_is_left_in_the_chosen_project(client, mira, lena, project):
    limit(Scope(Kind.PROJECT, str(project.pk)), "0.02", lena)
    told = post(client, "studio-quote", htmx=True, team=str(project.pk)).text
    assert "$0.02 left</span>" in told
    assert "$0.05 is more than the $0.02 left in Nachtklang." in told
    assert "is more than" not in post(client, "studio-quote", htmx=True).text


def test_near_the_limit_it_is_said(client, mira, lena):
    limit(EVERYBODY, "0.05", lena)
    near = "$0.00 of $0.05 is used in this studio this month, $0.00 is left after this."
    assert near in post(client, "studio-quote", htmx=True).text
    limit(EVERYBODY, "5.00", lena)
    assert "is used in" not in post(client, "studio-quote", htmx=True).text


@pytest.mark.parametrize("htmx", [True, False])
def test_a_dear_run_is_asked_about_once_and_runs_when_confirmed(client, mira, lena, htmx):
    InstanceSettings(ask_above=Decimal("0.04")).save()
    limit(EVERYBODY, "1.00", lena)
    question = post(client, htmx=htmx)
    assert question.status_code == 200
    assert "Run 4 pictures for ≈ $0.05?" in question.text
    assert "$0.95 is left in this studio after it." in question.text
    assert not Run.objects.exists()
    assert post(client, htmx=htmx, confirmed="0.0440").status_code in (204, 302)
    assert Run.objects.count() == 1


@pytest.mark.parametrize("confirmed", ["0.03", "", "yes", "NaN", "Infinity"])
def test_a_confirmation_of_another_sum_is_none(client, mira, confirmed):
    InstanceSettings(ask_above=Decimal("0.04")).save()
    assert "Run 4 pictures" in post(client, confirmed=confirmed).text
    assert not Run.objects.exists()


def test_an_unknown_price_counts_at_the_ceiling_when_it_is_asked_about(client, mira):
    InstanceSettings(ask_above=Decimal("0.90"), price_ceiling=Decimal("0.25")).save()
    text = post(client, model="qianfan/irag-1.0").text
    assert "Run 4 pictures for ≈ $1.00?" in text
    assert "counted at the ceiling" in text


def test_a_run_for_a_project_goes_to_its_team(client, mira, project):
    post(client, team=str(project.pk))
    run = Run.objects.get()
    assert (run.team, run.project) == (project.team, project)


def test_an_archived_project_takes_nothing_new(client, mira, project):
    Project.objects.update(archived_at=project.created_at)
    assert "You cannot add pictures to this team." in post(client, team=str(project.pk)).text
    assert not Run.objects.exists()


def test_the_bar_says_what_is_left(client, mira, lena):
    assert "this month" in client.get(reverse("studio")).text
    limit(Scope(Kind.PERSON, str(mira.pk)), "38.20", lena)
    assert "$38.20 left" in client.get(reverse("studio")).text


@pytest.mark.parametrize("htmx", [True, False])
def test_running_a_dear_one_again_asks_on_a_page_of_its_own(client, mira, htmx):
    post(client)
    InstanceSettings(ask_above=Decimal("0.04")).save()
    address = reverse("run-again", args=[Run.objects.get().pk])
    answer = client.post(address, {"key": "again-1"}, headers={"HX-Request": "true"} if htmx else {})
    assert (answer.get("HX-Redirect") or answer["Location"]) == address
    assert Run.objects.count() == 1
    assert "Run 4 pictures for ≈ $0.05?" in client.get(address).text
    client.post(address, {"key": "again-1", "confirmed": "0.0440"})
    assert Run.objects.count() == 2


def test_a_cheap_one_runs_again_at_once(client, mira):
    post(client)
    client.post(reverse("run-again", args=[Run.objects.get().pk]), {"key": "again-1"})
    assert Run.objects.count() == 2
