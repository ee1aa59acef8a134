"""Boards: who may lay what where, and in which order it lies."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gallery.access import Role
from gallery.models import Board, Project
from gallery.organising import boards
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory()


@pytest.fixture
def board(ada):
    return boards.create(name="Packshots", by=ada)


def order(board):
    return list(board.items.values_list("image_id", flat=True))


def editor_of(team, role=Role.EDITOR):
    return MembershipFactory(team=team, role=role).user


def test_boards_nest_once(ada, board):
    below = boards.create(name="Bottles", by=ada, parent=board)
    with pytest.raises(boards.NotPossible, match="nest once"):
        boards.create(name="Deeper", by=ada, parent=below)


def test_a_parent_is_of_the_same_space(ada, board):
    with pytest.raises(boards.NotPossible, match="its own space"):
        boards.create(name="Mine in yours", by=UserFactory(), parent=board)


def test_a_project_is_the_teams_own(ada):
    team = TeamFactory()
    other = Project.objects.create(team=TeamFactory(), name="Halden")
    with pytest.raises(boards.NotPossible, match="another team"):
        boards.create(name="Boards", by=editor_of(team), team=team, project=other)


def test_viewers_make_and_fill_none():
    team = TeamFactory()
    viewer = editor_of(team, Role.VIEWER)
    with pytest.raises(PermissionDenied):
        boards.create(name="Boards", by=viewer, team=team)
    board = boards.create(name="Boards", by=editor_of(team), team=team)
    with pytest.raises(PermissionDenied):
        boards.add(board, [], by=viewer)


def test_a_teams_board_holds_what_is_published_in_it(ada):
    team = TeamFactory()
    editor = editor_of(team)
    board = boards.create(name="Boards", by=editor, team=team)
    published = ImageFactory(team=team, published_at="2026-11-03T10:00:00Z")
    with pytest.raises(boards.NotPossible):
        boards.add(board, [published, ImageFactory(owner=editor)], by=editor)
    assert not order(board)
    assert boards.add(board, [published], by=editor) == [published.pk]


def test_laying_a_picture_twice_keeps_its_place(ada, board):
    first, second = ImageFactory(owner=ada), ImageFactory(owner=ada)
    boards.add(board, [first, second], by=ada)
    assert boards.add(board, [second, first], by=ada) == []
    assert order(board) == [first.pk, second.pk]


def test_a_mask_lies_on_no_board(ada, board):
    with pytest.raises(boards.NotPossible):
        boards.add(board, [ImageFactory(owner=ada, kind="mask")], by=ada)


def test_a_cover_lies_on_the_board(ada, board):
    with pytest.raises(boards.NotPossible, match="own pictures"):
        boards.change(board, by=ada, cover=ImageFactory(owner=ada))


def test_deleting_a_board_deletes_no_picture(ada, board):
    image = ImageFactory(owner=ada)
    boards.add(board, [image], by=ada)
    boards.delete(board, by=ada)
    image.refresh_from_db()
    assert not Board.objects.exists()


def test_a_project_needs_a_team_in_the_database_too(ada):
    project = Project.objects.create(team=TeamFactory(), name="Halden")
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.create(owner=ada, name="x", project=project)
