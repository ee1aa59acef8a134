"""Boards and tags as pages: seen by whom, changed by whom, paged by keyset, told where they cannot be."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gallery.access import Role
from gallery.models import Board, Image, Pick, Project, Rating, Tag
from gallery.organising import boards, hanging, tags
from tests.factories import ImageFactory, MembershipFactory, UserFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def board(ada):
    return boards.create(name="Packshots", by=ada)


@pytest.fixture
def images(ada):
    return [ImageFactory(owner=ada) for _ in range(3)]


def order(board):
    return list(board.items.values_list("image_id", flat=True))


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def told(response):
    return response.json() | json.loads(response.headers["HX-Trigger"])["toast"]


def test_the_shelf_shows_mine_and_each_teams_apart(client, ada, board):
    team = MembershipFactory(user=ada, role=Role.VIEWER).team
    owner = MembershipFactory(team=team, role=Role.OWNER).user
    boards.create(name="Theirs", by=owner, team=team)
    assert b"Packshots" in page(client, "boards").content
    html = page(client, "boards-team", team.pk).content
    assert b"Theirs" in html
    assert b"New board" not in html
    assert page(client, "boards-team", MembershipFactory().team.pk).status_code == 404


def test_a_board_is_made_in_a_project_or_in_another_board(client, ada):
    team = MembershipFactory(user=ada, role=Role.EDITOR).team
    project = Project.objects.create(team=team, name="Oro")
    client.post(f"{reverse('board-create')}?project={project.pk}", {"name": "Packshots", "project": project.pk})
    made = Board.objects.get()
    assert (made.team, made.project) == (team, project)
    client.post(f"{reverse('board-create')}?parent={made.pk}", {"name": "Round 1", "parent": made.pk})
    assert made.boards.get().name == "Round 1"


def test_nesting_twice_is_told_at_the_field(client, ada, board):
    inside = boards.create(name="Bottles", by=ada, parent=board)
    other = boards.create(name="Other", by=ada)
    answer = client.post(reverse("board-edit", args=[board.pk]), {"name": "Packshots", "parent": other.pk})
    assert answer.status_code == 422
    assert "holds boards of its own" in answer.content.decode()
    assert client.post(reverse("board-create"), {"name": "x", "parent": inside.pk}).status_code == 422


@pytest.mark.parametrize("name", ["board-edit", "board-delete"])
@pytest.mark.parametrize(("role", "status"), [(None, 404), (Role.VIEWER, 403), (Role.EDITOR, 200)])
def test_who_may_change_a_teams_board(client, ada, name, role, status):
    owner = MembershipFactory(role=Role.OWNER)
    if role:
        MembershipFactory(user=ada, team=owner.team, role=role)
    theirs = boards.create(name="Theirs", by=owner.user, team=owner.team)
    assert page(client, name, theirs.pk).status_code == status


def test_a_wall_hangs_in_order_and_goes_on_behind_its_cursor(client, ada, board, images, monkeypatch):
    boards.add(board, images, by=ada)
    cursor = hanging.page(hanging.items_of(board), "", 2)[1]
    html = page(client, "board", board.pk).content.decode()
    places = [html.index(f"/gallery/images/{image.pk}/?on={board.pk}") for image in images]
    assert places == sorted(places)
    rest = client.get(reverse("board", args=[board.pk]), {"cursor": cursor}, headers=HTMX).content.decode()
    assert [str(image.pk) in rest for image in images] == [False, False, True]
    assert page(client, "board", board.pk, cursor="nonsense").status_code == 400


def test_picked_alone(client, ada, board, images):
    boards.add(board, images, by=ada)
    Pick.objects.create(image=images[1], by=ada)
    html = page(client, "board", board.pk, show="picked").content.decode()
    assert [f"images/{image.pk}/" in html for image in images] == [False, True, False]


def test_the_order_is_changed_by_a_script_and_refused_with_a_sentence(client, ada, board, images):
    boards.add(board, images, by=ada)
    address = reverse("board-order", args=[board.pk])
    assert client.post(address, {"ids": images[2].pk, "after": images[0].pk}, headers=HTMX).status_code == 204
    assert order(board) == [images[0].pk, images[2].pk, images[1].pk]
    assert client.post(address, {"ids": ImageFactory(owner=ada).pk, "after": ""}, headers=HTMX).status_code == 422
    assert client.post(address, {"ids": "nonsense"}).status_code == 400


def test_boards_are_placed_by_plain_forms_and_by_scripts_with_undo(client, ada, board):
    other = boards.create(name="Headers", by=ada)
    html = page(client, "board-edit", other.pk).content.decode()
    assert ('value="">' in html, "Stands later" in html) == (True, False)
    client.post(reverse("board-place", args=[other.pk]), {"after": ""})
    assert [row.name for row in Board.objects.all()] == ["Headers", "Packshots"]
    done = told(client.post(reverse("board-place", args=[other.pk]), {"after": board.pk}, headers=HTMX))
    assert [row.name for row in Board.objects.all()] == ["Packshots", "Headers"]
    client.post(done["undo"])
    assert [row.name for row in Board.objects.all()] == ["Headers", "Packshots"]
    for after, status in ((other.pk, 422), ("nonsense", 400), (boards.create(name="x", by=UserFactory()).pk, 404)):
        answer = client.post(reverse("board-place", args=[other.pk]), {"after": after}, headers=HTMX)
        assert answer.status_code == status


def test_a_cover_is_set_and_a_picture_taken_off_with_undo(client, ada, board, images):
    boards.add(board, images, by=ada)
    client.post(reverse("board-cover", args=[board.pk]), {"ids": images[1].pk}, headers=HTMX)
    assert Board.objects.get().cover == images[1]
    off = told(client.post(reverse("board-take-off", args=[board.pk]), {"ids": images[1].pk}, headers=HTMX))
    assert off["gone"] == [str(images[1].pk)]
    client.post(off["undo"])
    assert order(board) == [image.pk for image in images]


def test_a_picture_of_a_board_is_walked_along_the_board(client, ada, board, images):
    boards.add(board, [images[2], images[0]], by=ada)
    html = client.get(reverse("image", args=[images[2].pk]), {"on": board.pk}).content.decode()
    assert f'rel="next" href="{reverse("image", args=[images[0].pk])}?on={board.pk}"' in html
    assert page(client, "image", images[0].pk, on="nonsense").status_code == 404


def test_all_of_a_list_or_a_board_is_laid_tagged_and_trashed(client, ada, board, images):
    answer = client.post(reverse("gallery-lay"), {"all": "1", "query": "", "board": board.pk}, headers=HTMX)
    assert told(answer)["text"] == "3 pictures laid on Packshots."
    client.post(reverse("gallery-tag"), {"all": "1", "on": board.pk, "tags": "draft, final"})
    assert Tag.objects.get(name="final").taggings.count() == 3
    client.post(reverse("gallery-trash"), {"all": "1", "query": "q=nothing+like+it"})
    assert not Image.objects.exclude(trashed_at=None).exists()
    client.post(reverse("gallery-lay"), {"ids": images[0].pk, "new": "Fresh"})
    assert Board.objects.get(name="Fresh").items.count() == 1


def test_how_many_match_is_told_in_words(client, ada, images):
    assert page(client, "gallery-matching").json() == {"text": "All 3 that match"}


@pytest.mark.parametrize(
    ("name", "fields"),
    [("gallery-tag", {"tags": "x" * 10_000}), ("gallery-rate", {"stars": "6"}), ("gallery-lay", {"new": "x" * 81})],
)
def test_what_cannot_be_is_a_sentence_with_422(client, ada, images, name, fields):
    answer = client.post(reverse(name), {"ids": images[0].pk, **fields}, headers=HTMX)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert not any(rows.objects.exists() for rows in (Board, Tag, Rating))


def test_a_strangers_board_is_no_place(client, ada, images):
    theirs = boards.create(name="Theirs", by=UserFactory())
    assert client.post(reverse("gallery-lay"), {"ids": images[0].pk, "board": theirs.pk}).status_code == 404
    assert client.post(reverse("gallery-lay"), {"ids": images[0].pk, "board": "nonsense"}).status_code == 400


def test_several_are_published_and_taken_back(client, ada, images):
    team = MembershipFactory(user=ada, role=Role.EDITOR).team
    ids = ",".join(str(image.pk) for image in images)
    done = told(client.post(reverse("gallery-publish"), {"ids": ids, "to": team.pk}, headers=HTMX))
    assert Image.objects.filter(team=team).count() == 3
    client.post(done["undo"])
    assert not Image.objects.filter(team=team).exists()


def test_stars_tags_and_words_in_place(client, ada, images):
    pk = images[0].pk
    stars = client.post(reverse("image-stars", args=[pk]), {"stars": "4"}, headers=HTMX).content.decode()
    assert stars.count("star full") == 4
    tagged = client.post(reverse("image-tags", args=[pk]), {"add": "wet slate, draft"}, headers=HTMX).content.decode()
    assert 'value="wet slate"' in tagged
    client.post(reverse("image-tags", args=[pk]), {"remove": "draft"})
    assert tags.names_on(images[0], user=ada, team=None) == ["wet slate"]
    client.post(reverse("image-words", args=[pk]), {"title": "Low sun", "notes": "For Oro"}, headers=HTMX)
    assert (Image.objects.get(pk=pk).title, Image.objects.get(pk=pk).notes) == ("Low sun", "For Oro")
    assert client.get(reverse("gallery"), {"q": "low sun"}).content.decode().count(f"images/{pk}/") == 1
    assert client.post(reverse("image-tags", args=[pk]), {"add": "x" * 41}, headers=HTMX).status_code == 422
    assert client.post(reverse("image-words", args=[pk]), {"title": "x" * 201}, headers=HTMX).status_code == 422


def test_words_are_their_owners(client, ada):
    team = MembershipFactory(user=ada, role=Role.VIEWER).team
    image = ImageFactory(team=team, published_at=timezone.now(), notes="Seen by all")
    assert client.post(reverse("image-words", args=[image.pk]), {"title": "Mine"}).status_code == 403
    assert b"Seen by all" in page(client, "image", image.pk).content


def test_tags_are_renamed_and_merged_after_a_question(client, ada, images):
    tags.add(images, ["slate"], by=ada, team=None)
    tags.add(images[:1], ["stone"], by=ada, team=None)
    stone = Tag.objects.get(name="stone")
    asked = client.post(reverse("tag-rename", args=[stone.pk]), {"name": "Slate"})
    assert (asked.status_code, b"Merge the two" in asked.content) == (409, True)
    client.post(reverse("tag-rename", args=[stone.pk]), {"name": "Slate", "merge": "1"})
    assert [tag.name for tag in Tag.objects.all()] == ["slate"]
    assert client.post(reverse("tag-rename", args=[Tag.objects.get().pk]), {"name": "x" * 10_000}).status_code == 422
    client.post(reverse("tag-delete", args=[Tag.objects.get().pk]))
    assert b"No tags yet" in page(client, "tags").content


def test_names_are_suggested_behind_what_stands_there(client, ada, images):
    tags.add(images, ["wet slate"], by=ada, team=None)
    html = page(client, "tags-suggest", tags="draft, wet").content.decode()
    assert 'value="draft, wet slate"' in html


def test_shelf_and_board_cost_the_same_at_any_size(client, ada, board, images):
    def cost(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    boards.add(board, images, by=ada)
    addresses = (reverse("boards"), reverse("board", args=[board.pk]))
    for address in addresses:  # what is asked once in a process
        cost(address)
    few = [cost(address) for address in addresses]
    for number in range(9):
        inside = boards.create(name=f"Inside {number}", by=ada, parent=board)
        boards.add(inside, [*images, *(ImageFactory(owner=ada) for _ in range(3))], by=ada)
    boards.add(board, [ImageFactory(owner=ada) for _ in range(30)], by=ada)
    assert [cost(address) for address in addresses] == few
