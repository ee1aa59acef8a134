"""Leaving and off-boarding: pictures are handed to somebody or go along; the last owner stays."""

import pytest
from django.utils import timezone

from gallery.models import Board, Image, Membership, Notice, Pick, Share
from gallery.organising import boards
from gallery.people import handing, leaving, teams
from gallery.sharing import links
from tests.factories import ImageFactory, UserFactory


@pytest.fixture
def hung(cast):
    """Two pictures of the editor that hang in the team, and one that is private."""
    pair = [ImageFactory(owner=cast.editor, published=True, team=cast.team) for _ in range(2)]
    return [*pair, ImageFactory(owner=cast.editor)]


def membership(cast, who="editor"):
    return Membership.objects.select_related("team", "user").get(team=cast.team, user=getattr(cast, who))


def test_what_hangs_in_the_team_is_handed_over_and_nothing_else(cast, hung):
    handed = leaving.remove_member(membership=membership(cast), by=cast.owner, heir=cast.owner)
    assert handed == 2
    assert [Image.objects.get(pk=one.pk).owner for one in hung] == [cast.owner, cast.owner, cast.editor]
    assert Image.objects.filter(team=cast.team).count() == 2
    assert Notice.objects.filter(user=cast.editor, verb="removed").exists()


def test_boards_and_links_follow_the_dot_of_ones_own_does_not(cast, hung):
    board = boards.create(name="Oro", by=cast.editor, team=cast.team)
    share, _ = links.create(by=cast.editor, images=hung[:2], title="x")
    Pick.objects.create(image=hung[0], by=cast.editor)
    leaving.remove_member(membership=membership(cast), by=cast.editor, heir=cast.owner)
    assert Board.objects.get(pk=board.pk).owner == cast.owner
    assert Share.objects.get(pk=share.pk).owner == cast.owner
    assert not Pick.objects.exists()


def test_they_go_along_out_of_the_team(cast, hung):
    leaving.remove_member(membership=membership(cast), by=cast.editor)
    assert not Image.objects.filter(team=cast.team).exists()
    assert Image.objects.filter(owner=cast.editor).count() == 3


@pytest.mark.parametrize("heir", ["viewer", "stranger", "suspended", "editor"])
def test_only_who_may_hang_pictures_there_is_handed_any(cast, hung, heir):
    with pytest.raises(leaving.NoHeir):
        leaving.remove_member(membership=membership(cast), by=cast.owner, heir=getattr(cast, heir))
    assert cast.editor.role_in(cast.team) == "editor"
    assert Image.objects.filter(owner=cast.editor).count() == 3


def test_who_is_suspended_inherits_nothing_and_manages_nothing(cast, hung):
    other = UserFactory(suspended_at=timezone.now())
    Membership.objects.create(team=cast.team, user=other, role="owner")
    assert other not in [one.user for one in leaving.heirs_of(membership(cast))]
    assert list(handing.alone_in(cast.owner)) == [cast.team]


def test_the_page_asks_whose_they_become(cast, hung, sign_in):
    client = sign_in(cast.editor)
    address = f"/teams/{cast.team.pk}/members/{membership(cast).pk}/remove/"
    assert "2 pictures" in client.post(address).content.decode()
    assert cast.editor.role_in(cast.team) == "editor"
    assert client.post(address, {"heir": str(cast.viewer.pk)}).status_code == 422
    assert client.post(address, {"heir": str(cast.owner.pk)}).status_code == 302
    assert Image.objects.filter(owner=cast.owner).count() == 2


def test_the_last_owner_stays_with_pictures_and_all(cast, sign_in):
    ImageFactory(owner=cast.owner, published=True, team=cast.team)
    answer = sign_in(cast.owner).post(f"/teams/{cast.team.pk}/members/{membership(cast, 'owner').pk}/remove/")
    assert answer.status_code == 409
    assert "A team needs an owner" in answer.content.decode()
    with pytest.raises(teams.LastOwner):
        leaving.remove_member(membership=membership(cast, "owner"), by=cast.owner, heir=cast.editor)
    assert Image.objects.filter(owner=cast.owner, team=cast.team).count() == 1
