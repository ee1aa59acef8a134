"""A run goes to a board: its pictures hang there as soon as they are kept."""

import pytest

from gallery.access import Role
from gallery.models import Board, Project, Team
from gallery.organising import boards
from studio.models import Batch, Run
from tests.factories import ImageFactory, MembershipFactory, UserFactory
from tests.gallery.api.making import team_of
from tests.studio.api.test_runs import wanted

pytestmark = pytest.mark.django_db


def test_a_run_goes_to_my_own_board(ada):
    board = boards.create(name="Packshots", by=ada.user)
    run = ada.post("/runs", wanted(board=str(board.pk))).json()
    assert (run["board"], run["team"], run["project"]) == (str(board.pk), None, None)


def test_a_board_stands_for_its_team_and_project(ada):
    team = team_of(editor=ada.user)
    project = Project.objects.create(team=team, name="Halden")
    board = boards.create(name="Packshots", by=ada.user, team=team, project=project)
    run = ada.post("/runs", wanted(board=str(board.pk))).json()
    assert (run["team"], run["project"]) == (str(team.pk), str(project.pk))
    assert ada.post("/runs", wanted(board=str(board.pk), team=str(team.pk))).status_code == 201


@pytest.mark.parametrize("whose", ["a stranger's", "a picture's id", "another team's"])
def test_a_board_that_is_not_mine_to_fill_is_told(ada, whose):
    body = {"a stranger's": strangers, "a picture's id": no_board}
    answer = ada.post("/runs", body.get(whose, contradiction)(ada.user))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["board"])
    assert not Run.objects.exists()


def test_a_board_that_i_look_at_is_not_mine_to_fill(ada):
    team = team_of(viewer=ada.user)
    owner = MembershipFactory(team=team, role=Role.OWNER).user
    board = boards.create(name="Theirs", by=owner, team=team)
    assert ada.post("/runs", wanted(board=str(board.pk))).status_code == 403
    assert not Run.objects.exists()


def strangers(_):
    return wanted(board=str(boards.create(name="Theirs", by=UserFactory()).pk))


def no_board(user):
    return wanted(board=str(ImageFactory(owner=user).pk))


def contradiction(user):
    return wanted(board=str(boards.create(name="Mine", by=user).pk), team=str(team_of(editor=user).pk))


def test_the_same_key_with_another_board_is_another_request(ada):
    one, other = (boards.create(name=name, by=ada.user) for name in ("One", "Other"))
    first = ada.post("/runs", wanted(board=str(one.pk)), **{"Idempotency-Key": "k"}).json()
    again = ada.post("/runs", wanted(board=str(one.pk)), **{"Idempotency-Key": "k"}).json()
    assert first["id"] == again["id"]
    assert ada.post("/runs", wanted(board=str(other.pk)), **{"Idempotency-Key": "k"}).status_code == 422


def test_several_prompts_go_there_too(ada):
    board = boards.create(name="Packshots", by=ada.user)
    assert ada.post("/runs", wanted(prompt="a {red|blue} vase", expand=True, board=str(board.pk))).status_code == 202
    assert Batch.objects.get().board == board
    assert {run.board for run in Run.objects.all()} == {board}


def test_a_run_outlives_its_board_and_its_team(ada):
    board = boards.create(name="Packshots", by=ada.user, team=team_of(owner=ada.user))
    run = ada.post("/runs", wanted(board=str(board.pk))).json()
    Team.objects.all().delete()
    assert not Board.objects.exists()
    assert ada.post(f"/runs/{run['id']}/again").json()["board"] is None
