"""The order of a board by hand: positions that never run out, pages that skip and repeat nothing."""

import pytest
from django.utils import timezone

from gallery.browsing.paging import BadCursor
from gallery.models import BoardItem
from gallery.organising import boards, hanging, ordering, shelf
from tests.factories import ImageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory()


@pytest.fixture
def board(ada):
    return boards.create(name="Packshots", by=ada)


@pytest.fixture
def laid(ada, board):
    images = [ImageFactory(owner=ada) for _ in range(5)]
    boards.add(board, images, by=ada)
    return images


def order(board):
    return list(board.items.values_list("image_id", flat=True))


def ids(*images):
    return [image.pk for image in images]


def test_moving_lays_behind_another_or_first(ada, board, laid):
    one, two, three, four, five = laid
    ordering.move(board, [three], after=one, by=ada)
    assert order(board) == ids(one, three, two, four, five)
    ordering.move(board, [two], after=None, by=ada)
    assert order(board) == ids(two, one, three, four, five)
    ordering.move(board, [five, two], after=three, by=ada)
    assert order(board) == ids(one, three, five, two, four)
    ordering.move(board, [one], after=four, by=ada)
    assert order(board) == ids(three, five, two, four, one)


def test_moving_into_one_gap_for_ever_keeps_the_order(ada, board, laid):
    one, two, three, *rest = laid
    for _ in range(60):
        ordering.move(board, [three], after=one, by=ada)
        ordering.move(board, [two], after=one, by=ada)
    assert order(board) == ids(one, two, three, *rest)
    assert len(set(BoardItem.objects.values_list("position", flat=True))) == 5


def test_equal_positions_make_room(ada, board, laid):
    BoardItem.objects.update(position=7)
    ordering.move(board, [laid[4]], after=laid[0], by=ada)
    assert order(board) == ids(laid[0], laid[4], *laid[1:4])


def test_a_move_costs_the_same_on_a_long_board(ada, board, laid, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        ordering.move(board, [laid[3]], after=laid[0], by=ada)


@pytest.mark.parametrize("after", ["itself", "foreign"])
def test_what_cannot_be_is_told(ada, board, laid, after):
    target = laid[0] if after == "itself" else ImageFactory(owner=ada)
    with pytest.raises(boards.NotPossible):
        ordering.move(board, [laid[0]], after=target, by=ada)


def test_pages_hold_each_picture_once(ada, board, laid):
    rows = hanging.items_of(board)
    first, cursor = hanging.page(rows, "", 2)
    second, cursor = hanging.page(rows, cursor, 2)
    third, end = hanging.page(rows, cursor, 2)
    assert [*first, *second, *third] == laid
    assert end is None


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "f_gAAAAAAAAAAAAAAAAAAQ=="])
def test_a_cursor_that_is_none_is_told(ada, board, cursor):
    with pytest.raises(BadCursor):
        hanging.page(hanging.items_of(board), cursor)


def test_what_is_trashed_or_left_the_team_hangs_no_more_and_keeps_its_place(ada, board, laid):
    laid[1].trashed_at = timezone.now()
    laid[1].save()
    assert hanging.page(hanging.items_of(board), "")[0] == [laid[0], *laid[2:]]
    assert shelf.shelf_of(ada, None)[0].branches[0].number == 4
    assert order(board) == ids(*laid)


def test_neighbours_are_those_of_the_board(ada, board, laid):
    film = hanging.film_of(board, laid[2])
    assert (film.images, film.newer, film.older) == (laid, laid[1], laid[3])
    assert hanging.film_of(board, ImageFactory(owner=ada)) is None


def test_the_shelf_nests_and_shows_the_cover_first(ada, board, laid, django_assert_num_queries):
    inside = boards.create(name="Bottles", by=ada, parent=board)
    boards.change(board, by=ada, cover=laid[3])
    with django_assert_num_queries(3):
        branch = shelf.shelf_of(ada, None)[0].branches[0]
    assert [one.board for one in branch.branches] == [inside]
    assert branch.pictures == [laid[3], laid[0], laid[1]]
    assert branch.number == 5


def test_a_picture_knows_its_place_on_the_board(board, laid, monkeypatch):
    film = hanging.film_of(board, laid[2])
    assert (film.place, film.many, film.more) == (3, len(laid), False)
    monkeypatch.setattr(hanging, "COUNTED", 2)
    assert hanging.film_of(board, laid[2]).place == 0
    first = hanging.film_of(board, laid[0])
    assert (first.place, first.many, first.more) == (1, 2, True)
