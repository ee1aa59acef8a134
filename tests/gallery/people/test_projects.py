"""Projects on the team's page, by role."""

import pytest
from django.urls import reverse

from gallery import access
from gallery.access import Role
from gallery.models import Project
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return MembershipFactory(role=Role.EDITOR)


@pytest.fixture
def project(editor):
    return Project.objects.create(team=editor.team, name="Oro")


def signed_in(client, user):
    client.force_login(user)
    return client


def test_an_editor_makes_a_project_and_sees_it_on_the_page(client, editor):
    page = signed_in(client, editor.user)
    page.post(reverse("project-create", args=[editor.team_id]), {"name": " Oro, spring launch "})
    assert Project.objects.get().team == editor.team
    assert "Oro, spring launch" in page.get(reverse("team", args=[editor.team_id])).text


def test_a_name_stands_once_in_a_team_whatever_its_case(client, editor, project):
    answer = signed_in(client, editor.user).post(reverse("project-create", args=[editor.team_id]), {"name": "ORO"})
    assert answer.status_code == 422
    assert "There is a project named ORO" in answer.text
    assert Project.objects.count() == 1


def test_another_team_may_have_the_same_name(editor, project):
    Project.objects.create(team=MembershipFactory().team, name="Oro")
    assert Project.objects.visible_to(editor.user).count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_bad_name_makes_nothing(client, editor, name):
    answer = signed_in(client, editor.user).post(reverse("project-create", args=[editor.team_id]), {"name": name})
    assert (answer.status_code, Project.objects.count()) == (422, 0)


def test_renamed_archived_and_taken_up_again(client, editor, project):
    page = signed_in(client, editor.user)
    page.post(reverse("project-rename", args=[project.pk]), {"name": "Oro II"})
    page.post(reverse("project-archive", args=[project.pk]))
    project.refresh_from_db()
    assert (project.name, project.archived_at is None) == ("Oro II", False)
    assert not Project.objects.open().exists()
    page.post(reverse("project-restore", args=[project.pk]))
    assert Project.objects.open().get() == project


@pytest.mark.parametrize("act", ["project-rename", "project-archive", "project-restore"])
def test_a_viewer_looks_and_an_outsider_learns_nothing(client, project, act):
    viewer = MembershipFactory(team=project.team, role=Role.VIEWER).user
    address = reverse(act, args=[project.pk])
    assert "Oro" in signed_in(client, viewer).get(reverse("team", args=[project.team_id])).text
    assert signed_in(client, viewer).post(address, {"name": "Mine"}).status_code == 403
    assert signed_in(client, UserFactory()).post(address, {"name": "Mine"}).status_code == 404


@pytest.mark.parametrize("role", [*Role.values, None])
def test_the_rules_for_one_and_for_many_agree(role):
    project = Project.objects.create(team=MembershipFactory().team, name="Oro")
    person = MembershipFactory(team=project.team, role=role).user if role else UserFactory()
    assert Project.objects.visible_to(person).exists() == access.can_see_project(person, role)
    assert Project.objects.editable_by(person).exists() == access.can_edit_project(person, role)
