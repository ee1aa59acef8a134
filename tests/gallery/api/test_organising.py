"""Boards, tags, stars, words and bulk acts by the API."""

import pytest
from django.utils import timezone

from gallery.access import Role
from gallery.models import Board, Image, Tag
from gallery.organising import boards, tags
from tests.factories import ImageFactory, MembershipFactory, UserFactory
from tests.gallery.api.making import team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def images(ada):
    return [ImageFactory(owner=ada.user) for _ in range(3)]


def made(ada, **more):
    answer = ada.post("/boards", {"name": "Packshots"} | more)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def ids(*images):
    return [str(image.pk) for image in images]


def hanging(ada, board):
    return [item["id"] for item in ada.get(f"/boards/{board}/images").json()["items"]]


def patch(ada, path, body):
    return ada.client.patch(f"/api/v1{path}", data=body, content_type="application/json")


def test_a_board_is_made_filled_ordered_and_emptied(ada, images):
    board = made(ada)
    assert ada.post(f"/boards/{board}/images", {"images": ids(*images)}).json() == {"added": 3}
    assert ada.put(f"/boards/{board}/order", {"images": ids(images[2]), "after": ids(images[0])[0]}).status_code == 204
    assert hanging(ada, board) == ids(images[0], images[2], images[1])
    assert ada.delete(f"/boards/{board}/images/{images[0].pk}").status_code == 204
    assert ada.get(f"/boards/{board}").json()["images"] == 2
    assert ada.delete(f"/boards/{board}").status_code == 204
    assert Image.objects.count() == 3


def test_boards_are_listed_with_their_parents_and_changed(ada, images):
    board = made(ada)
    inside = made(ada, name="Bottles", parent=board)
    ada.post(f"/boards/{inside}/images", {"images": ids(images[0])})
    changed = patch(ada, f"/boards/{inside}", {"name": "Round 1", "cover": ids(images[0])[0], "parent": None}).json()
    assert (changed["name"], changed["cover"], changed["parent"]) == ("Round 1", ids(images[0])[0], None)
    assert [row["name"] for row in ada.get("/boards").json()["items"]] == ["Packshots", "Round 1"]


def test_boards_stand_in_an_order_by_hand(ada, stranger):
    one, two, three = (made(ada, name=name) for name in ("One", "Two", "Three"))
    assert patch(ada, f"/boards/{three}", {"after": one, "name": "Third"}).status_code == 200
    assert [row["name"] for row in ada.get("/boards").json()["items"]] == ["One", "Third", "Two"]
    patch(ada, f"/boards/{two}", {"after": None})
    assert [row["name"] for row in ada.get("/boards").json()["items"]] == ["Two", "One", "Third"]
    for after in (two, made(stranger), made(ada, name="Inside", parent=one)):
        answer = patch(ada, f"/boards/{two}", {"after": after, "name": "Unheard"})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["after"])
    assert [row["name"] for row in ada.get("/boards").json()["items"] if row["id"] == two] == ["Two"]


def test_stacks_are_listed_opened_and_covered(ada, stranger):
    run = "0196e2b1-5b1e-7000-8000-00000000000a"
    team = team_of(owner=ada.user, viewer=stranger.user)
    shown = {"team": team, "published_at": timezone.now()}
    images = [ImageFactory(owner=ada.user, asked={"run": run}, **shown) for _ in range(3)]
    [item] = ada.get("/images", stacks=True).json()["items"]
    assert item["stack"] == {"run": run, "images": 3}
    assert ada.get("/images").json()["items"][0]["stack"] is None
    assert ada.put(f"/stacks/{run}/cover", {"image": ids(images[0])[0]}).status_code == 204
    assert stranger.put(f"/stacks/{run}/cover", {"image": ids(images[1])[0]}).status_code == 403
    assert [row["id"] for row in stranger.get("/images", stacks=True, team=team.pk).json()["items"]] == ids(images[0])
    stack = stranger.get(f"/stacks/{run}", team=team.pk).json()
    assert (stack["cover"], len(stack["items"])) == (ids(images[0])[0], 3)
    assert stranger.get(f"/stacks/{run}").status_code == 404
    foreign = ids(ImageFactory(owner=ada.user))[0]
    assert list(ada.put(f"/stacks/{run}/cover", {"image": foreign}).json()["errors"]) == ["image"]


def test_pages_of_a_board_meet(ada, images):
    board = made(ada)
    ada.post(f"/boards/{board}/images", {"images": ids(*images)})
    first = ada.get(f"/boards/{board}/images", limit=2).json()
    second = ada.get(f"/boards/{board}/images", limit=2, cursor=first["next"]).json()
    assert [row["id"] for row in [*first["items"], *second["items"]]] == ids(*images)
    assert ada.get(f"/boards/{board}/images", cursor="nonsense").status_code == 422


def test_nesting_twice_and_other_spaces_are_told(ada, stranger):
    board = made(ada)
    inside = made(ada, name="Bottles", parent=board)
    refused = {
        "deeper": ada.post("/boards", {"name": "x", "parent": inside}),
        "a parent put into another": patch(ada, f"/boards/{board}", {"parent": made(ada, name="Other")}),
        "into itself": patch(ada, f"/boards/{board}", {"parent": board}),
        "into a team's": ada.post("/boards", {"name": "x", "parent": board, "team": str(team_of(owner=ada.user).pk)}),
        "into a stranger's": stranger.post("/boards", {"name": "x", "parent": board}),
    }
    assert {name: (answer.status_code, list(answer.json()["errors"])) for name, answer in refused.items()} == {
        name: (422, ["parent"]) for name in refused
    }


def test_foreign_ids_are_told_and_nothing_is_laid(ada, images):
    board = made(ada)
    foreign = ImageFactory()
    answer = ada.post(f"/boards/{board}/images", {"images": [*ids(images[0]), str(foreign.pk)]})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["images"])
    assert not hanging(ada, board)
    assert ada.put(f"/boards/{board}/order", {"images": ids(images[0])}).status_code == 422


@pytest.mark.parametrize("role", [None, Role.VIEWER])
def test_outsiders_find_no_board_and_viewers_change_none(ada, role):
    owner = MembershipFactory(role=Role.OWNER)
    if role:
        MembershipFactory(user=ada.user, team=owner.team, role=role)
    board = boards.create(name="Theirs", by=owner.user, team=owner.team)
    image = ImageFactory(owner=owner.user, team=owner.team, published_at=timezone.now())
    assert ada.get(f"/boards/{board.pk}").status_code == (200 if role else 404)
    refusal = 403 if role else 404
    assert patch(ada, f"/boards/{board.pk}", {"name": "Mine"}).status_code == refusal
    assert ada.delete(f"/boards/{board.pk}").status_code == refusal
    if role:
        assert ada.post(f"/boards/{board.pk}/images", {"images": ids(image)}).status_code == refusal


def test_a_picture_takes_words_of_its_owner_alone(ada, stranger, images):
    answer = patch(ada, f"/images/{images[0].pk}", {"title": " Wet slate ", "notes": "For Oro."})
    assert (answer.json()["title"], answer.json()["notes"]) == ("Wet slate", "For Oro.")
    assert ada.get("/images", q="wet slate").json()["items"][0]["id"] == ids(images[0])[0]
    assert patch(stranger, f"/images/{images[0].pk}", {"title": "x"}).status_code == 404
    assert patch(ada, f"/images/{images[0].pk}", {"title": "x" * 201}).status_code == 422


def test_stars_are_ones_own_and_a_team_sees_the_mean(ada, stranger):
    team = team_of(owner=ada.user, viewer=stranger.user)
    image = ImageFactory(owner=ada.user, team=team, published_at=timezone.now())
    for person, stars in ((ada, 5), (stranger, 2)):
        assert person.put(f"/images/{image.pk}/rating", {"stars": stars}).status_code == 204
    marks = ada.get(f"/images/{image.pk}/marks", team=team.pk).json()
    assert (marks["stars"], marks["mean"]) == (5, 3.5)
    assert ada.put(f"/images/{image.pk}/rating", {"stars": 6}).status_code == 422
    assert ada.put(f"/images/{ImageFactory().pk}/rating", {"stars": 1}).status_code == 404


def test_tags_go_on_and_off(ada, images):
    path = f"/images/{images[0].pk}/tags"
    assert ada.post(path, {"add": ["Wet slate", "draft"]}).json()["tags"] == ["Wet slate", "draft"]
    assert ada.post(path, {"add": ["final"], "remove": ["DRAFT"]}).json()["tags"] == ["Wet slate", "final"]
    answer = ada.post(path, {"add": ["x" * 10_000]})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["add"])
    assert ada.post(path, {"add": ["x"], "team": str(team_of(owner=ada.user).pk)}).status_code == 422


def test_tags_are_listed_renamed_merged_and_dropped(ada, stranger, images):
    tags.add(images, ["slate"], by=ada.user, team=None)
    tags.add(images[:1], ["stone"], by=ada.user, team=None)
    slate, stone = Tag.objects.get(name="slate"), Tag.objects.get(name="stone")
    assert [(row["name"], row["images"]) for row in ada.get("/tags").json()["items"]] == [("slate", 3), ("stone", 1)]
    assert patch(stranger, f"/tags/{slate.pk}", {"name": "x"}).status_code == 404
    assert patch(ada, f"/tags/{stone.pk}", {"name": "Slate"}).status_code == 409
    merged = patch(ada, f"/tags/{stone.pk}", {"name": "Slate", "merge": True}).json()
    assert (merged["id"], merged["images"]) == (slate.pk, 3)
    assert ada.delete(f"/tags/{slate.pk}").status_code == 204
    assert ada.get("/tags").json()["items"] == []


def test_many_at_once_by_ids_or_by_query_with_the_way_back(ada, images):
    board = made(ada)
    foreign = ImageFactory()
    done = ada.post("/bulk", {"ids": [*ids(*images[:2]), str(foreign.pk)], "lay_on": board}).json()
    assert done["changed"] == 2
    assert ada.post("/bulk", {"query": "harbour", "tag": ["final"]}).json()["changed"] == 3
    trashed = ada.post("/bulk", {"query": "", "trash": True}).json()
    assert (trashed["changed"], hanging(ada, board)) == (3, [])
    assert ada.post("/bulk/undo", {"undo": trashed["undo"]}).json() == {"changed": 3}
    assert hanging(ada, board) == ids(*images[:2])
    assert ada.post("/bulk/undo", {"undo": trashed["undo"]}).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"trash": True}, "body"),
        ({"ids": [], "query": "", "trash": True}, "body"),
        ({"query": ""}, "body"),
        ({"query": "", "trash": True, "stars": 3}, "body"),
        ({"query": "", "tag": ["x" * 10_000]}, "tag"),
        ({"query": "", "tag": []}, None),
        ({"query": "", "stars": 9}, "stars"),
        ({"query": "", "lay_on": "0192f000-0000-7000-8000-000000000000"}, "lay_on"),
        ({"query": "", "team": "0192f000-0000-7000-8000-000000000000", "stars": 1}, "team"),
        ({"ids": ["x"], "stars": 1}, "ids.0"),
    ],
)
def test_a_bulk_that_is_none_is_told_at_its_field(ada, images, body, field):
    answer = ada.post("/bulk", body)
    if field is None:
        assert answer.json() == {"changed": 0, "undo": None}
        return
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_nobody_tags_a_strangers_pictures_in_bulk(ada):
    foreign = ImageFactory(owner=UserFactory())
    assert ada.post("/bulk", {"ids": ids(foreign), "tag": ["x"]}).json()["changed"] == 0
    assert not Tag.objects.exists()
    assert not Board.objects.exists()
