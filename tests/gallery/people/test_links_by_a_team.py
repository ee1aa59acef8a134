"""Links to files that somebody has by a team: gone at once when the picture leaves it, or they do."""

import re
from html import unescape

import pytest
from django.urls import reverse

from gallery.access import Role
from gallery.files import media, signatures
from gallery.models import Membership
from gallery.organising import boards
from gallery.people import leaving, publishing, standing, teams
from tests.factories import TeamFactory, UserFactory
from tests.gallery.api.making import Caller
from tests.gallery.people.pictures import published
from tests.gallery.pictures.test_media import fetched


@pytest.fixture
def image(cast):
    return published(cast.team, owner=cast.editor)


def status(link):
    return fetched(link)[0]


def link_of(client, image, address):
    """The link to the picture that a page gives to whoever asks."""
    (link,) = set(re.findall(rf'/media/{image.pk.hex}/640.webp[^ "]*', client.get(address).content.decode())) or [""]
    return unescape(link)


def membership(cast, who):
    return Membership.objects.select_related("team", "user").get(team=cast.team, user=getattr(cast, who))


def pages(cast, image):
    board = boards.create(name="Oro", by=cast.editor, team=cast.team)
    boards.add(board, [image], by=cast.editor)
    yield reverse("gallery-team", args=[cast.team.pk])
    yield reverse("board", args=[board.pk])
    yield reverse("image", args=[image.pk])
    yield reverse("boards-team", args=[cast.team.pk])


def test_a_withdrawn_picture_is_gone_from_every_page_of_the_team(cast, image, sign_in):
    client = sign_in(cast.viewer)
    links = [link_of(client, image, address) for address in pages(cast, image)]
    assert [status(link) for link in links] == [200] * 4
    publishing.withdraw(image, by=cast.editor)
    assert [status(link) for link in links] == [404] * 4
    publishing.publish(image, team=cast.team, by=cast.editor)
    assert [status(link) for link in links] == [200] * 4


def test_its_owners_links_live_on(cast, image, sign_in):
    client = sign_in(cast.editor)
    links = [link_of(client, image, address) for address in pages(cast, image)]
    publishing.withdraw(image, by=cast.editor)
    assert [status(link) for link in links] == [200] * 4


def test_many_withdrawn_and_one_that_moves_to_another_team(cast, image):
    other = published(cast.team, owner=cast.editor)
    links = [signatures.rendition_url(one, 640, cast.viewer.pk) for one in (image, other)]
    elsewhere = TeamFactory()
    Membership.objects.create(team=elsewhere, user=cast.editor, role=Role.OWNER)
    publishing.withdraw_all([image.pk], by=cast.editor)
    publishing.publish(other, team=elsewhere, by=cast.editor)
    assert [status(link) for link in links] == [404, 404]
    assert status(signatures.rendition_url(other, 640, cast.viewer.pk)) == 200


def test_who_leaves_sees_no_more_of_the_team_until_they_are_back(cast, image):
    hers, others = (signatures.rendition_url(image, 640, person.pk) for person in (cast.viewer, cast.owner))
    leaving.remove_member(membership=membership(cast, "viewer"), by=cast.owner)
    assert (status(hers), status(others)) == (404, 200)
    teams.add_member(team=cast.team, login=cast.viewer.username, role=Role.VIEWER, by=cast.owner)
    assert status(hers) == 200


@pytest.mark.parametrize("heir", [True, False], ids=["handed over", "taken along"])
def test_pictures_of_who_leaves(cast, image, heir):
    link = signatures.rendition_url(image, 640, cast.viewer.pk)
    leaving.remove_member(membership=membership(cast, "editor"), by=cast.owner, heir=cast.owner if heir else None)
    assert status(link) == (200 if heir else 404)


def test_a_team_that_is_deleted_shows_nothing(cast, image):
    link = signatures.rendition_url(image, 640, cast.viewer.pk)
    teams.delete(team=cast.team, by=cast.owner)
    assert status(link) == 404


def test_a_closed_account_sees_no_more_of_its_teams(cast, image, django_capture_on_commit_callbacks):
    chief, link = UserFactory(is_superuser=True), signatures.rendition_url(image, 640, cast.viewer.pk)
    with django_capture_on_commit_callbacks(execute=True):
        standing.close(cast.viewer, by=chief)
    assert status(link) == 404
    standing.reopen(cast.viewer, by=chief)
    assert status(link) == 200


@pytest.mark.parametrize("change", [lambda link: re.sub("m=[^&]+&", "", link), lambda link: link.replace("m=", "m=0")])
def test_a_mark_is_signed(cast, image, change):
    assert status(change(signatures.rendition_url(image, 640, cast.viewer.pk))) == 404


def test_ones_own_asks_for_nothing(cast, image, monkeypatch):
    monkeypatch.setattr(media, "look_up", None)
    assert status(signatures.rendition_url(image, 640, cast.editor.pk)) == 200


def test_the_api_gives_no_signed_link(cast, image):
    answer = Caller(cast.viewer).get("/images", team=str(cast.team.pk))
    assert str(image.pk) in answer.content.decode()
    assert "/media/" not in answer.content.decode()
