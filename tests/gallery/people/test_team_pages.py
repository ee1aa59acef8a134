"""The pages of teams, as each of seven people: an outsider gets 404, too small a role 403."""

import pytest

from gallery.access import Role
from gallery.models import Membership, Team

EVERYBODY = ("anonymous", "stranger", "viewer", "editor", "owner", "moderator", "suspended")
TO_SIGN_IN = 302


def expected(**codes):
    """What each of EVERYBODY gets; who is not named is sent to sign in (nobody) or gets 404 (an outsider)."""
    outside = {"anonymous": TO_SIGN_IN, "suspended": TO_SIGN_IN, "stranger": 404, "moderator": 404}
    return outside | codes


OWNERS = expected(viewer=403, editor=403, owner=302)
PAGES = {
    "team": ("get", "", {}, expected(viewer=200, editor=200, owner=200)),
    "rename": ("post", "rename/", {"name": "Other"}, OWNERS),
    "delete": ("post", "delete/", {}, OWNERS),
    "add": ("post", "members/", {"login": "newcomer", "role": "viewer"}, OWNERS | {"owner": 422}),
    "role": ("post", "members/{other}/role/", {"role": "editor"}, OWNERS),
    "remove": ("post", "members/{other}/remove/", {}, OWNERS),
}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("page", PAGES)
def test_who_gets_what(cast, sign_in, page, who):
    method, path, data, codes = PAGES[page]
    other = Membership.objects.get(team=cast.team, user=cast.suspended)
    url = f"/teams/{cast.team.pk}/{path.format(other=other.pk)}"
    answer = getattr(sign_in(getattr(cast, who)), method)(url, data)
    assert answer.status_code == codes[who]
    if who in ("anonymous", "suspended"):
        assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("who", EVERYBODY)
def test_list_shows_only_own_teams(cast, sign_in, who):
    answer = sign_in(getattr(cast, who)).get("/teams/")
    shown = cast.team.name in answer.content.decode()
    assert shown == (who in ("viewer", "editor", "owner"))


def test_making_a_team_leads_to_it(cast, sign_in):
    answer = sign_in(cast.stranger).post("/teams/new/", {"name": "Nachtklang"})
    team = Team.objects.get(name="Nachtklang")
    assert answer.url == f"/teams/{team.pk}/"
    assert cast.stranger.role_in(team) == Role.OWNER


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "nul\0"])
def test_team_needs_a_name(cast, sign_in, name):
    answer = sign_in(cast.stranger).post("/teams/new/", {"name": name})
    assert answer.status_code == 422
    assert "id_name_error" in answer.content.decode()


def test_last_owner_is_told_on_the_page(cast, sign_in):
    mine = Membership.objects.get(team=cast.team, user=cast.owner)
    answer = sign_in(cast.owner).post(f"/teams/{cast.team.pk}/members/{mine.pk}/remove/")
    assert answer.status_code == 409
    assert "Make somebody else one first" in answer.content.decode()


def test_member_of_another_team_is_not_touched(cast, sign_in):
    theirs = Membership.objects.get(team=cast.team, user=cast.viewer)
    own = sign_in(cast.stranger).post("/teams/new/", {"name": "Mine"}).url
    answer = sign_in(cast.stranger).post(f"{own}members/{theirs.pk}/remove/")
    assert answer.status_code == 404
    assert Membership.objects.filter(pk=theirs.pk).exists()


def test_unknown_role_is_refused(cast, sign_in):
    theirs = Membership.objects.get(team=cast.team, user=cast.viewer)
    answer = sign_in(cast.owner).post(f"/teams/{cast.team.pk}/members/{theirs.pk}/role/", {"role": "king"})
    assert answer.status_code == 422
    assert cast.viewer.role_in(cast.team) == Role.VIEWER


def test_addresses_are_for_owners_eyes(cast, sign_in):
    page = sign_in(cast.viewer).get(f"/teams/{cast.team.pk}/").content.decode()
    assert cast.owner.email not in page
    assert cast.viewer.email in sign_in(cast.owner).get(f"/teams/{cast.team.pk}/").content.decode()
