"""A designer with two pictures whose files are there, and a link that shows them."""

from types import SimpleNamespace

import pytest
from django.test import Client

from gallery.files import rendering
from gallery.sharing import links
from tests.factories import UserFactory
from tests.gallery.pictures.drawing import generated


@pytest.fixture
def mira(db):
    return UserFactory(username="mira")


@pytest.fixture
def pictures(mira, tmp_path):
    made = [generated(tmp_path, owner=mira, size=(400, 300), prompt=f"a secret prompt {n}") for n in (1, 2)]
    for image in made:
        rendering.render(image.pk)
        image.refresh_from_db()
    return made


@pytest.fixture
def share(mira, pictures):
    """share(watermark=…): the link, its address, and a guest's browser."""

    def made(**settings):
        row, token = links.create(by=mira, images=pictures, **{"title": "For Oro", **settings})
        return SimpleNamespace(row=row, token=token, room=f"/s/{token}/", guest=Client())

    return made
