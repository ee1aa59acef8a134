"""Who may do what with a picture that its owner published in a team: one table for all routes."""

import pytest
from django.utils import timezone

from tests.factories import ImageFactory, TeamFactory, UserFactory
from tests.gallery.api.making import Caller, team_of

pytestmark = pytest.mark.django_db

PEOPLE = ("anonymous", "stranger", "viewer", "editor", "team_owner", "owner", "moderator", "suspended")
SEES = dict.fromkeys(("viewer", "editor", "team_owner", "owner"), 200)
OUTSIDE = {"anonymous": 401, "suspended": 401, "stranger": 404, "moderator": 404}
OWNS = OUTSIDE | {"viewer": 403, "editor": 403, "team_owner": 403}

TABLE = {
    ("get", "/images/{image}"): OUTSIDE | SEES,
    ("get", "/images?team={team}"): OUTSIDE | SEES,
    ("get", "/images"): dict.fromkeys(PEOPLE, 200) | {"anonymous": 401, "suspended": 401},
    ("get", "/teams"): dict.fromkeys(PEOPLE, 200) | {"anonymous": 401, "suspended": 401},
    ("delete", "/images/{image}"): OWNS | {"owner": 204},
    ("post", "/images/{image}/restore"): OWNS | {"owner": 200},
    ("post", "/images/{image}/withdraw"): OWNS | {"owner": 200, "team_owner": 200},
    ("publish", "/images/{image}/publish"): OWNS | {"owner": 200},
}


@pytest.fixture
def world():
    people = {name: UserFactory(username=name) for name in PEOPLE[1:]}
    people["moderator"].is_moderator = True
    people["moderator"].save()
    roles = {"owner": people["team_owner"], "editor": people["editor"], "viewer": people["viewer"]}
    team = team_of(**roles)
    for name in ("owner", "suspended"):
        team.memberships.create(user=people[name], role="editor")
    image = ImageFactory(owner=people["owner"], team=team, published_at=timezone.now())
    callers = {name: Caller(person) for name, person in people.items()} | {"anonymous": Caller(None)}
    people["suspended"].is_active = False
    people["suspended"].save()
    return callers, {"image": image.pk, "team": team.pk}


def call(caller, method, path, names):
    path = path.format(**names)
    if method == "publish":
        return caller.post(path, {"team": str(names["team"])})
    return getattr(caller, method)(path)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("method", "path"), TABLE)
def test_the_table(world, method, path, who):
    callers, names = world
    assert call(callers[who], method, path, names).status_code == TABLE[method, path][who]


@pytest.mark.parametrize("state", [{"moderation": "hidden"}, {"moderation": "removed"}])
def test_a_judged_picture_is_gone_even_for_its_owner(ada, state):
    image = ImageFactory(owner=ada.user, **state)
    assert ada.get(f"/images/{image.pk}").status_code == 404
    assert ada.post(f"/images/{image.pk}/restore").status_code == 404


def test_a_viewer_does_not_publish_their_own_picture(ada):
    team = team_of(viewer=ada.user)
    image = ImageFactory(owner=ada.user)
    assert ada.post(f"/images/{image.pk}/publish", {"team": str(team.pk)}).status_code == 403


def test_a_foreign_team_is_none_to_publish_in(ada):
    image = ImageFactory(owner=ada.user)
    response = ada.post(f"/images/{image.pk}/publish", {"team": str(TeamFactory().pk)})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["team"])
