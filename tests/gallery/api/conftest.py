import pytest

from tests.factories import UserFactory
from tests.gallery.api.making import Caller


@pytest.fixture
def ada(db):
    return Caller(UserFactory(username="ada"))


@pytest.fixture
def stranger(db):
    return Caller(UserFactory(username="stranger"))
