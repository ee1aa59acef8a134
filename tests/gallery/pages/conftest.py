"""Ada, signed in, and a team that she owns, edits or looks at."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def ada(client, db):
    person = UserFactory(username="ada")
    client.force_login(person)
    return person
