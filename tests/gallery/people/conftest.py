"""A team with one of each, somebody outside, a moderator and somebody who is suspended."""

from types import SimpleNamespace

import pytest

from gallery.access import Role
from tests.factories import MembershipFactory, TeamFactory, UserFactory


@pytest.fixture
def cast(db):
    team = TeamFactory(name="Halden Studio")
    people = {role: MembershipFactory(team=team, role=role).user for role in Role.values}
    suspended = MembershipFactory(team=team, role=Role.OWNER, user=UserFactory(is_active=False)).user
    return SimpleNamespace(
        team=team,
        stranger=UserFactory(),
        moderator=UserFactory(is_moderator=True),
        suspended=suspended,
        anonymous=None,
        **people,
    )


@pytest.fixture
def sign_in(client):
    """Signs a person in, or nobody; the client comes back."""

    def signed_in(person):
        client.logout()
        if person is not None:
            client.force_login(person)
        return client

    return signed_in
