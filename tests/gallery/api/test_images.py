"""Lists of pictures, one picture, the trash."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gallery.models.image import Kind
from gallery.organising import boards
from tests.factories import ImageFactory
from tests.gallery.api.making import team_of

pytestmark = pytest.mark.django_db


def ids(response):
    assert response.status_code == 200, response.content
    return [item["id"] for item in response.json()["items"]]


def test_the_newest_of_mine_come_first(ada):
    old = ImageFactory(owner=ada.user, created_at=timezone.now() - timedelta(days=1))
    new = ImageFactory(owner=ada.user)
    ImageFactory()
    assert ids(ada.get("/images")) == [str(new.pk), str(old.pk)]


def test_bare_references_are_not_in_the_list(ada):
    image = ImageFactory(owner=ada.user, kind=Kind.REFERENCE)
    assert ids(ada.get("/images")) == []
    assert ada.get(f"/images/{image.pk}").json()["kind"] == "reference"


def test_pages_join_without_a_gap_or_a_repeat(ada):
    now = timezone.now()
    made = [ImageFactory(owner=ada.user, created_at=now - timedelta(seconds=n // 2)) for n in range(7)]
    seen, cursor = [], ""
    while cursor is not None:
        body = ada.get("/images", limit=2, cursor=cursor).json()
        seen += [item["id"] for item in body["items"]]
        cursor = body["next"]
    assert sorted(seen) == sorted(str(image.pk) for image in made)


def test_the_last_page_has_no_next_though_it_is_full(ada):
    ImageFactory.create_batch(2, owner=ada.user)
    assert ada.get("/images", limit=2).json()["next"] is None


@pytest.mark.parametrize("cursor", ["x", "AAAA", "\u00e9", "_" * 32, "A" * 101, "0\0"])
def test_a_made_up_cursor_is_422(ada, cursor):
    response = ada.get("/images", cursor=cursor)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["cursor"])


@pytest.mark.parametrize("size", [2, 20])
def test_a_list_costs_the_same_at_any_size(ada, size, django_assert_num_queries):
    ImageFactory.create_batch(size, owner=ada.user)
    ada.get("/images")
    with django_assert_num_queries(2):  # the token, the page
        assert len(ids(ada.get("/images"))) == size


def test_model_and_vendor_narrow_the_list(ada):
    flux = ImageFactory(owner=ada.user, model="bfl/flux-2-pro", vendor="Black Forest Labs")
    ImageFactory(owner=ada.user)
    assert ids(ada.get("/images", model="bfl/flux-2-pro")) == [str(flux.pk)]
    assert ids(ada.get("/images", vendor="Black Forest Labs")) == [str(flux.pk)]


def test_words_of_the_prompt_find_a_picture(ada):
    heron = ImageFactory(owner=ada.user, prompt="A heron in the reeds")
    ImageFactory(owner=ada.user, prompt="A harbour")
    assert ids(ada.get("/images", q="heron")) == [str(heron.pk)]


@pytest.mark.parametrize("q", ['"', "'", "%", "_", "\\", "a OR b", "NEAR(", "*", "-", "a" * 500, "\U0001f98c"])
def test_any_words_may_be_searched(ada, q):
    assert ids(ada.get("/images", q=q)) == []


def test_a_team_lists_what_was_published_in_it(ada, stranger):
    team = team_of(owner=stranger.user, viewer=ada.user)
    image = ImageFactory(owner=stranger.user, team=team, published_at=timezone.now())
    assert ids(ada.get("/images", team=team.pk)) == [str(image.pk)]
    assert ids(ada.get("/images")) == []


def test_a_board_narrows_by_name_and_by_id(ada):
    board = boards.create(name="Spring", by=ada.user)
    image = ImageFactory(owner=ada.user)
    ImageFactory(owner=ada.user)
    boards.add(board, [image], by=ada.user)
    assert ids(ada.get("/images", board="spring")) == [str(image.pk)]
    assert ids(ada.get("/images", board=str(board.pk))) == [str(image.pk)]


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"q": "modle:flux"}, "q"),
        ({"q": "color:mauve"}, "q"),
        ({"color": "mauve"}, "color"),
        ({"state": "asleep"}, "state"),
        ({"board": "Nowhere"}, "board"),
        ({"board": "0192f000-0000-7000-8000-000000000000"}, "board"),
        ({"rating": "9"}, "rating"),
        ({"date": "2026-13"}, "date"),
    ],
)
def test_what_means_nothing_is_told_at_its_field(ada, given, at):
    response = ada.get("/images", **given)
    assert (response.status_code, list(response.json()["errors"])) == (422, [at])


def test_the_line_and_the_fields_hold_together(ada):
    wanted = ImageFactory(owner=ada.user, prompt="A heron", width=600, height=900, model="bfl/flux-2-pro")
    ImageFactory(owner=ada.user, prompt="A heron", width=900, height=600, model="bfl/flux-2-pro")
    ImageFactory(owner=ada.user, prompt="A heron", width=600, height=900)
    assert ids(ada.get("/images", q="heron model:flux", shape="portrait")) == [str(wanted.pk)]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "9999999999999999999999"},
        {"limit": "NaN"},
        {"team": "x"},
        {"q": "a\0b"},
        {"q": "x" * 1001},
        {"trashed": "perhaps"},
        {"model": "m" * 201},
    ],
)
def test_a_bad_query_is_422_at_its_field(ada, query):
    response = ada.get("/images", **query)
    assert (response.status_code, list(response.json()["errors"])) == (422, list(query))


def test_a_picture_shows_its_recipe_and_its_addresses(ada):
    image = ImageFactory(owner=ada.user, cost="0.0340", asked={"aspect": "3:2"}, seed=7)
    shown = ada.get(f"/images/{image.pk}").json()
    assert (shown["cost"], shown["asked"], shown["seed"], shown["mine"]) == (0.034, {"aspect": "3:2"}, 7, True)
    assert shown["file"] == f"http://testserver/api/v1/images/{image.pk}/file"
    assert [(each["width"], each["height"]) for each in shown["renditions"]] == [(320, 240), (640, 480), (1024, 768)]


def test_a_trashed_picture_is_gone_and_comes_back(ada):
    image = ImageFactory(owner=ada.user)
    assert ada.delete(f"/images/{image.pk}").status_code == 204
    assert ada.get(f"/images/{image.pk}").status_code == 404
    assert ids(ada.get("/images", trashed=True)) == [str(image.pk)]
    assert ada.post(f"/images/{image.pk}/restore").status_code == 200
    assert ids(ada.get("/images")) == [str(image.pk)]


def test_trashing_twice_keeps_the_first_day(ada):
    image = ImageFactory(owner=ada.user)
    ada.delete(f"/images/{image.pk}")
    image.refresh_from_db()
    first = image.trashed_at
    assert ada.delete(f"/images/{image.pk}").status_code == 204
    image.refresh_from_db()
    assert image.trashed_at == first


def test_publishing_and_withdrawing(ada):
    team = team_of(editor=ada.user)
    image = ImageFactory(owner=ada.user)
    shown = ada.post(f"/images/{image.pk}/publish", {"team": str(team.pk)}).json()
    assert shown["team"] == str(team.pk)
    assert ada.post(f"/images/{image.pk}/withdraw").json()["team"] is None
    assert ada.post(f"/images/{image.pk}/withdraw").status_code == 409


def test_a_trashed_picture_is_not_published(ada):
    team = team_of(editor=ada.user)
    image = ImageFactory(owner=ada.user, trashed_at=timezone.now())
    assert ada.post(f"/images/{image.pk}/publish", {"team": str(team.pk)}).status_code == 409


def test_teams_say_my_role_in_them(ada):
    team = team_of(viewer=ada.user)
    team_of()
    assert ada.get("/teams").json() == {
        "items": [{"id": str(team.pk), "name": team.name, "role": "viewer", "may_publish": False}]
    }
