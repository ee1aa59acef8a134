import pytest

from studio import dispatch
from tests.factories import UserFactory
from tests.gallery.api.making import Caller


@pytest.fixture
def ada(db):
    return Caller(UserFactory(username="ada"))


@pytest.fixture
def stranger(db):
    return Caller(UserFactory(username="stranger"))


@pytest.fixture(autouse=True)
def published(monkeypatch):
    """What would go on the queues: no worker runs here."""
    sent = []
    monkeypatch.setattr(dispatch, "publish", lambda task, ids: sent.append((task, tuple(ids))))
    return sent
