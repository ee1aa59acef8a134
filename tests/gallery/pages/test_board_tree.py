"""The tree of boards: projects with totals, finding a board, what waits for clients, lists that are counted apart."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gallery.access import Role
from gallery.models import BoardItem, Image, Pick, Project, SavedSearch
from gallery.models.share import Mode
from gallery.organising import boards, shelf
from gallery.reviewing import answers
from gallery.sharing import links
from tests.factories import ImageFactory, MembershipFactory


@pytest.fixture
def images(ada):
    return [ImageFactory(owner=ada) for _ in range(3)]


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


@pytest.fixture
def studio(ada):
    """A team with a project of two boards, one of them in the other."""
    team = MembershipFactory(user=ada, role=Role.OWNER).team
    oro = Project.objects.create(team=team, name="Oro, spring launch")
    packshots = boards.create(name="Packshots", by=ada, team=team, project=oro)
    boards.create(name="Low sun", by=ada, team=team, project=oro, parent=packshots)
    boards.create(name="Loose ends", by=ada, team=team)
    return team, packshots


def names_of(client, team, words):
    html = page(client, "boards-team", team.pk, find=words).content.decode()
    return [name for name in ("Packshots", "Low sun", "Loose ends") if f"<span>{name}</span>" in html]


def test_boards_are_found_by_their_names_and_their_projects(client, studio):
    team, _ = studio
    assert names_of(client, team, "LOW") == ["Packshots", "Low sun"]
    assert names_of(client, team, "oro") == ["Packshots", "Low sun"]
    assert names_of(client, team, "packs") == ["Packshots", "Low sun"]
    assert names_of(client, team, "loose") == ["Loose ends"]
    assert "No board is called so" in page(client, "boards-team", team.pk, find="dunes").content.decode()


def test_a_project_tells_how_many_pictures_its_boards_hold(client, ada, studio):
    team, packshots = studio
    images = [ImageFactory(owner=ada, team=team, published_at=timezone.now()) for _ in range(3)]
    boards.add(packshots, images, by=ada)
    boards.add(packshots.boards.get(), images[:2], by=ada)
    html = page(client, "boards-team", team.pk).content.decode()
    project = html[html.index('<details class="project"') : html.index("</summary>")]
    assert ">5</small>" in project


def test_what_clients_have_yet_to_decide_hangs_alone_and_is_told_on_the_shelf(client, ada, studio):
    team, packshots = studio
    images = [ImageFactory(owner=ada, team=team, published_at=timezone.now()) for _ in range(3)]
    boards.add(packshots, images, by=ada)
    share, _ = links.create(by=ada, board=packshots, mode=Mode.REVIEW, title="Round")
    assert "with client" in page(client, "boards-team", team.pk).content.decode()
    items = list(share.rounds.get().items.order_by("position"))
    first, second = (answers.guest(share, name) for name in ("Carin", "Otto"))
    answers.answer(items[0], by=first, answer="approve")
    answers.answer(items[1], by=first, answer="approve")
    answers.answer(items[1], by=second, answer="reject")
    html = page(client, "board", packshots.pk, show="undecided").content.decode()
    assert [f"images/{image.pk}/" in html for image in images] == [False, True, True]
    assert "2 of 3 decided" in page(client, "boards-team", team.pk).content.decode()
    links.revoke(share, by=ada)
    assert "No client has a picture" in page(client, "board", packshots.pk, show="undecided").content.decode()


def test_lists_that_fill_themselves_are_counted_apart_from_the_page(client, ada, images):
    Pick.objects.create(image=images[1], by=ada)
    saved = SavedSearch.objects.create(owner=ada, name="All of it", line="shape:square")
    Image.objects.filter(pk=images[2].pk).update(trashed_at=timezone.now())
    html = page(client, "board-numbers").content.decode()
    told = dict(re.findall(r'id="n-([^"]+)"[^>]*>([^<]*)<', html))
    squares = sum(image.width == image.height for image in images[:2])
    assert told == {"picked": "1", "rated": "0", "trash": "1", str(saved.pk): str(squares)}
    assert page(client, "board-numbers", team=MembershipFactory().team.pk).status_code == 400


def test_numbers_of_a_minute_are_not_counted_again(client, images):
    page(client, "board-numbers")
    with CaptureQueriesContext(connection) as captured:
        page(client, "board-numbers")
    assert not [query for query in captured if "gallery_pick" in query["sql"] or "gallery_rating" in query["sql"]]


def test_a_full_board_is_believed_full_for_a_while(ada, images, monkeypatch):
    monkeypatch.setattr(shelf, "MOST", 2)
    boards.lay(boards.create(name="Full", by=ada), [image.pk for image in images[:2]], by=ada)
    numbers = [numbers_of(ada)]
    BoardItem.objects.all().delete()
    numbers.append(numbers_of(ada))
    cache.clear()
    assert [*numbers, numbers_of(ada)] == [2, 2, 0]


def numbers_of(ada):
    (group,) = shelf.shelf_of(ada, None)
    return group.number
