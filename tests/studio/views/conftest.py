import pytest
from django.test import Client

from studio import dispatch
from tests.factories import UserFactory


@pytest.fixture
def mira(db):
    return UserFactory(username="mira", display_name="Mira Okafor")


@pytest.fixture
def designer(mira):
    return signed_in(mira)


@pytest.fixture
def stranger(db):
    return signed_in(UserFactory(username="stranger"))


@pytest.fixture(autouse=True)
def published(monkeypatch):
    """What would go on the queues: no worker runs here."""
    sent = []
    monkeypatch.setattr(dispatch, "publish", lambda task, ids: sent.append((task, tuple(ids))))
    return sent


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
