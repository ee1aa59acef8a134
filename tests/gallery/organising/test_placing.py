"""Boards in an order by hand: behind one another in their row, and back."""

import pytest

from gallery.access import Role
from gallery.models import Board, Project
from gallery.organising import boards, placing, undoing
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory()


@pytest.fixture
def row(ada):
    return [boards.create(name=name, by=ada) for name in "dcba"]


def names(user, **space):
    return "".join(Board.objects.of_space(user=user, team=None).filter(**space).values_list("name", flat=True))


def test_a_board_stands_behind_another_or_first(ada, row):
    d, c, b, a = row
    assert placing.place(a, after=d, by=ada) == b.pk
    assert names(ada) == "dacb"
    assert placing.place(b, after=None, by=ada) == c.pk
    assert names(ada) == "bdac"
    assert placing.place(b, after=c, by=ada) is None
    assert names(ada) == "dacb"


def test_equal_places_come_apart_in_the_order_that_was_seen(ada, row):
    Board.objects.update(position=0)
    assert names(ada) == "abcd"
    placing.place(row[0], after=row[3], by=ada)
    assert names(ada) == "adbc"


def test_boards_inside_have_a_row_of_their_own(ada, row):
    inside = [boards.create(name=name, by=ada, parent=row[0]) for name in "xyz"]
    placing.place(inside[2], after=None, by=ada)
    assert (names(ada, parent=row[0]), names(ada, parent=None)) == ("zxy", "dcba")
    with pytest.raises(boards.NotPossible):
        placing.place(inside[0], after=row[1], by=ada)


@pytest.mark.parametrize("after", ["itself", "a stranger's"])
def test_what_is_no_neighbour_is_told(ada, row, after):
    other = row[0] if after == "itself" else boards.create(name="x", by=UserFactory())
    with pytest.raises(boards.NotPossible):
        placing.place(row[0], after=other, by=ada)
    assert names(ada) == "dcba"


def test_the_way_back_leads_behind_the_old_neighbour_or_to_the_front(ada, row):
    before = placing.place(row[3], after=None, by=ada)
    token = undoing.keep("place", by=ada, board=row[3].pk, after=before)
    assert undoing.undo(token, by=ada) == ("place", 1)
    assert names(ada) == "dcba"
    token = undoing.keep("place", by=ada, board=row[3].pk, after=row[2].pk)
    row[2].delete()
    undoing.undo(token, by=ada)
    assert names(ada) == "adc"


def test_a_move_costs_the_same_in_a_long_row(ada, row, django_assert_max_num_queries):
    Board.objects.bulk_create(Board(owner=ada, name=str(number), position=10 + number) for number in range(120))
    with django_assert_max_num_queries(6):
        placing.place(row[0], after=row[3], by=ada)
    assert names(ada).startswith("cbad0")


def test_steps_go_by_what_stands_in_the_same_project():
    owner = MembershipFactory(role=Role.OWNER)
    one, two = (Project.objects.create(team=owner.team, name=name) for name in "ab")
    made = [boards.create(name="x", by=owner.user, team=owner.team, project=project) for project in (one, two, one)]
    assert placing.steps_of(made[0]) == (None, str(made[2].pk))
    assert placing.steps_of(made[1]) == (None, None)
    assert placing.steps_of(made[2]) == ("", None)
