"""Links of a store elsewhere: one for everybody through the hour, whichever process makes it."""

import asyncio
from itertools import count

import pytest
from django.core.cache import cache
from django.core.files.storage import Storage

from gallery.files import links, signatures, storage
from gallery.files.links import store_link
from tests.factories import ImageFactory, UserFactory
from tests.gallery.pictures.test_media import fetched

HOUR = 3600
NUMBERS = count()


class Elsewhere(Storage):
    """Signs anew each time, as S3 does with each second."""

    def url(self, name, parameters=None):
        return f"https://store.example/{name}?{next(NUMBERS)}&{parameters or ''}"


@pytest.fixture(autouse=True)
def elsewhere(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Elsewhere"}}
    links.link_of.cache_clear()


def another_process():
    links.link_of.cache_clear()


def test_all_processes_give_the_same_link_for_the_hour(time_machine):
    time_machine.move_to(100 * HOUR + 1, tick=False)
    first = store_link("originals/a.png")
    another_process()
    time_machine.move_to(101 * HOUR - 1, tick=False)
    assert store_link("originals/a.png") == first
    time_machine.move_to(101 * HOUR, tick=False)
    assert store_link("originals/a.png") != first


def test_a_name_to_save_it_under_makes_a_link_of_its_own():
    assert store_link("a", "attachment") != store_link("a")
    assert "attachment" in store_link("a", "attachment")


def test_without_a_cache_there_is_a_link(monkeypatch):
    monkeypatch.setattr(cache, "get", lambda *given: None)
    monkeypatch.setattr(cache, "add", lambda *given: False)
    assert store_link("originals/b.png").startswith("https://store.example/originals/b.png")


@pytest.mark.django_db
def test_a_rendition_leads_to_the_link_of_the_hour(client):
    image = ImageFactory(owner=UserFactory(), renditions=1)
    link = signatures.rendition_url(image, 640)
    status, headers, _ = fetched(link)
    assert (status, headers["cache-control"]) == (302, "private, max-age=1800")
    assert headers["location"] == store_link(storage.rendition_key(image.pk, 640, "webp"))
    assert (
        asyncio.run(asyncio.to_thread(store_link, storage.rendition_key(image.pk, 640, "webp"))) == headers["location"]
    )


@pytest.mark.django_db
def test_an_original_leads_to_the_link_of_the_hour(client):
    owner = UserFactory()
    client.force_login(owner)
    image = ImageFactory(owner=owner)
    places = [client.get(f"/gallery/images/{image.pk}/file?download=1").headers["Location"] for _ in range(2)]
    another_process()
    places.append(client.get(f"/gallery/images/{image.pk}/file?download=1").headers["Location"])
    assert len(set(places)) == 1
