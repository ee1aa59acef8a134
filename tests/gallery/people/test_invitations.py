"""Invitations: one person, once, until they end; of two at once exactly one gets in."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from gallery.models import Invitation, Membership, Notice, User
from gallery.people import invitations, leaving, teams
from tests.factories import MembershipFactory, UserFactory

PATH = "/invitations/{}/"


@pytest.fixture
def invited(cast):
    return invitations.invite(team=cast.team, role="viewer", by=cast.owner)


def test_the_secret_is_kept_nowhere(invited):
    made, token = invited
    assert token not in str(Invitation.objects.filter(pk=made.pk).values())


@pytest.mark.parametrize("who", ["editor", "viewer", "stranger", "moderator"])
def test_only_owners_invite(cast, who):
    with pytest.raises(PermissionDenied):
        invitations.invite(team=cast.team, role="viewer", by=getattr(cast, who))


def test_whoever_holds_it_joins_once(cast, invited, sign_in):
    _, token = invited
    assert sign_in(cast.stranger).post(PATH.format(token)).url == f"/teams/{cast.team.pk}/"
    assert cast.stranger.role_in(cast.team) == "viewer"
    assert Notice.objects.get(user=cast.owner).verb == "joined"
    assert sign_in(UserFactory()).post(PATH.format(token)).status_code == 404


def test_who_is_in_uses_nothing_up(cast, invited, sign_in):
    _, token = invited
    assert sign_in(cast.editor).post(PATH.format(token)).status_code == 409
    assert cast.editor.role_in(cast.team) == "editor"
    assert Invitation.objects.open().exists()


@pytest.mark.parametrize("end", [{"expires_at": timezone.now() - timedelta(1)}, {"revoked_at": timezone.now()}])
def test_an_ended_invitation_lets_nobody_in(cast, invited, sign_in, end):
    made, token = invited
    Invitation.objects.filter(pk=made.pk).update(**end)
    assert sign_in(cast.stranger).get(PATH.format(token)).status_code == 404
    with pytest.raises(invitations.NotLetIn):
        invitations.accept(made, by=cast.stranger)
    assert cast.stranger.role_in(cast.team) is None


@pytest.mark.parametrize("went", ["out of the team", "to editor", "suspended", "closed"])
def test_what_an_owner_gave_out_is_over_with_their_ownership(cast, sign_in, went):
    """Nobody who was taken out of a team comes back by a link of their own making."""
    former = MembershipFactory(team=cast.team, role="owner")
    made, token = invitations.invite(team=cast.team, role="owner", by=former.user)
    if went == "out of the team":
        leaving.remove_member(membership=former, by=cast.owner)
    elif went == "to editor":
        teams.change_role(membership=former, role="editor", by=cast.owner)
    else:
        now = {"suspended": {"suspended_at": timezone.now()}, "closed": {"is_active": False}}[went]
        User.objects.filter(pk=former.user_id).update(**now)
    assert sign_in(cast.stranger).post(PATH.format(token)).status_code == 404
    with pytest.raises(invitations.NotLetIn):
        invitations.accept(made, by=cast.stranger)
    assert not Invitation.objects.open().exists()


def test_the_suspended_join_nothing(cast, invited, sign_in):
    User.objects.filter(pk=cast.stranger.pk).update(suspended_at=timezone.now(), suspended_why="Unpaid bills")
    refused = sign_in(cast.stranger).post(PATH.format(invited[1]))
    assert (refused.status_code, "Unpaid bills" in refused.content.decode()) == (403, True)
    assert cast.stranger.role_in(cast.team) is None


def test_it_opens_a_closed_door(cast, invited, client, settings):
    settings.SIGNUP = "closed"
    closed = client.get("/accounts/signup/").content.decode()
    page = client.get(PATH.format(invited[1]))
    assert page["Referrer-Policy"] == "same-origin"
    assert 'name="username"' not in closed
    assert 'name="username"' in client.get("/accounts/signup/").content.decode()


def test_by_mail_with_the_link(cast, sign_in):
    page = sign_in(cast.owner).post(f"/teams/{cast.team.pk}/invite/", {"email": "aiko@example.org", "role": "editor"})
    assert page.status_code == 201
    assert mail.outbox[0].to == ["aiko@example.org"]
    assert "/invitations/" in mail.outbox[0].body


def test_a_mail_that_does_not_go_leaves_the_link(cast, sign_in, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = sign_in(cast.owner).post(f"/teams/{cast.team.pk}/invite/", {"email": "aiko@example.org", "role": "editor"})
    assert (page.status_code, "could not be sent" in page.content.decode()) == (201, True)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_gets_in(cast):
    made, _ = invitations.invite(team=cast.team, role="editor", by=cast.owner)
    crowd = UserFactory.create_batch(6)
    start, ends = threading.Barrier(len(crowd)), []

    def use(person):
        try:
            start.wait(20)
            invitations.accept(made, by=person)
            ends.append("in")
        except invitations.NotLetIn:
            ends.append("out")
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(person,)) for person in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["in"] + ["out"] * 5
    assert Membership.objects.filter(user__in=crowd).count() == 1
