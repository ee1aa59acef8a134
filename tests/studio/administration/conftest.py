import pytest

from gallery.models import ApiToken
from tests.factories import UserFactory
from tests.studio.views.conftest import published, signed_in  # noqa: F401


@pytest.fixture
def administrator(db):
    return UserFactory(username="lena", display_name="Lena Brandt", is_superuser=True, is_staff=True)


@pytest.fixture
def at_desk(administrator):
    """The administrator's browser."""
    return signed_in(administrator)


@pytest.fixture
def member(db):
    return UserFactory(username="mira")


@pytest.fixture
def members(member):
    """A member's browser."""
    return signed_in(member)


def asking(client, user):
    """``ask(method, path, body)`` of the API as this person."""
    token = {"Authorization": f"Bearer {ApiToken.objects.issue(owner=user, name='t')[1]}"}

    def ask(method, path, body=None):
        return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json", headers=token)

    return ask
