"""Files that a shared page links to: marked, asked for each time, gone when the link is."""

import asyncio
import io
from dataclasses import asdict
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connections
from PIL import Image as Pixels
from PIL import ImageChops

from gallery import trash
from gallery.files import storage
from gallery.people import publishing, standing
from gallery.sharing import links, media, revocation
from tests.factories import MembershipFactory, UserFactory
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def closed(monkeypatch):
    """The threads that look up keep no connection beyond the test."""
    monkeypatch.setattr(media, "close_old_connections", connections.close_all)


def fetched(link, method="GET", **headers):
    sent = []
    parts = urlsplit(link)
    scope = {
        "type": "http", "method": method, "path": parts.path, "query_string": parts.query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip

    async def send(message):
        sent.append(message)

    asyncio.run(media.shared_app(scope, None, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


def pixels(body):
    return Pixels.open(io.BytesIO(body)).convert("RGB")


def test_a_link_shows_the_rendition_to_no_crawler(share, pictures):
    status, headers, body = fetched(media.link(share().row, pictures[0], 320))
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "image/webp", "private, no-cache")
    assert headers["x-robots-tag"].startswith("noindex")
    assert body == storage.local_path(storage.rendition_name(pictures[0], 320, "webp")).read_bytes()


def test_a_known_copy_is_not_sent_again(share, pictures):
    link = media.link(share().row, pictures[0], 320)
    assert fetched(link, if_none_match=fetched(link)[1]["etag"])[0::2] == (304, b"")


@pytest.mark.parametrize(
    "change",
    [
        lambda link: link.replace("/320.", "/640x."),
        lambda link: link.replace("webp", "avif"),
        lambda link: link[:-1] + ("0" if link[-1] != "0" else "1"),
        lambda link: link.replace("/media/s/", "/media/s/0"),
        lambda link: link.split("?")[0],
        lambda link: link.replace("/320.webp", "/../320.webp"),
    ],
)
def test_a_tampered_link_opens_nothing(share, pictures, change):
    assert fetched(change(media.link(share().row, pictures[0], 320)))[0] == 404


@pytest.mark.parametrize("warm", [True, False])
def test_off_is_off_at_once(share, mira, pictures, warm):
    made = share()
    link = media.link(made.row, pictures[0], 320)
    if warm:
        assert fetched(link)[0] == 200
    links.revoke(made.row, by=mira)
    assert fetched(link)[0] == 404
    cache.clear()
    assert fetched(link)[0] == 404


def test_a_slow_reader_opens_nothing_again(share, mira, pictures):
    """It read the rows before, and writes what it read after the link was turned off."""
    made = share()
    read_before = asdict(revocation.looked_up(made.row.pk, pictures[0].pk))
    links.revoke(made.row, by=mira)
    cache.add(revocation.keys(made.row.pk, pictures[0].pk)[0], read_before, revocation.KEPT)
    assert fetched(media.link(made.row, pictures[0], 320))[0] == 404


def test_a_new_address_closes_the_files_of_the_old_page(share, mira, pictures):
    made = share()
    link = media.link(made.row, pictures[0], 320)
    assert fetched(link)[0] == 200
    links.renew(made.row, by=mira)
    assert fetched(link)[0] == 404


def test_a_slow_reader_keeps_no_old_address_open(share, mira, pictures):
    """It read the rows before, and writes what it read after the link got another secret."""
    made = share()
    link = media.link(made.row, pictures[0], 320)
    read_before = asdict(revocation.looked_up(made.row.pk, pictures[0].pk))
    links.renew(made.row, by=mira)
    cache.add(revocation.keys(made.row.pk, pictures[0].pk)[0], read_before, revocation.KEPT)
    assert fetched(link)[0] == 404


def test_trashed_and_withdrawn_pictures_are_gone_at_once(share, mira, pictures):
    made = share()
    first, second = (media.link(made.row, image, 320) for image in pictures)
    assert (fetched(first)[0], fetched(second)[0]) == (200, 200)
    trash.trash(pictures[0], by=mira)
    revocation.changed([pictures[0].pk])
    assert (fetched(first)[0], fetched(second)[0]) == (404, 200)


def test_a_withdrawn_picture_leaves_an_editors_link(mira, pictures):
    team = MembershipFactory(user=mira, role="owner").team
    editor = MembershipFactory(team=team, role="editor").user
    publishing.publish(pictures[0], team=team, by=mira)
    pictures[0].refresh_from_db()
    made, _ = links.create(by=editor, images=[pictures[0]], title="x")
    link = media.link(made, pictures[0], 320)
    assert fetched(link)[0] == 200
    publishing.withdraw(pictures[0], by=mira)
    assert fetched(link)[0] == 404


def test_links_of_the_suspended_and_the_closed_give_no_file_at_once_and_come_back(share, mira, pictures):
    boss = UserFactory(is_superuser=True)
    link = media.link(share().row, pictures[0], 320)
    for shut, opened in (
        (partial(standing.suspend, why="x"), partial(standing.lift, why="x")),
        (standing.close, standing.reopen),
    ):
        assert fetched(link)[0] == 200
        assert shut(mira, by=boss)
        assert fetched(link)[0] == 404
        assert opened(mira, by=boss)
        assert fetched(link)[0] == 200


def test_the_watermark_is_drawn_on_the_copy_alone(share, pictures):
    original = storage.local_path(storage.original_name(pictures[0])).read_bytes()
    rendition = storage.local_path(storage.rendition_name(pictures[0], 640, "webp")).read_bytes()
    made = share(watermark="Halden, round 2")
    status, _, body = fetched(media.link(made.row, pictures[0], 640), accept="image/avif")
    assert status == 200
    difference = ImageChops.difference(pixels(body), pixels(rendition)).convert("L").point(lambda v: 255 * (v > 12))
    share_of = difference.histogram()[255] / (difference.width * difference.height)
    assert 0.01 < share_of < 0.5
    assert storage.local_path(storage.original_name(pictures[0])).read_bytes() == original
    assert storage.local_path(storage.rendition_name(pictures[0], 640, "webp")).read_bytes() == rendition


def test_marked_copies_go_when_the_picture_goes_for_good(share, mira, pictures):
    made = share(watermark="Halden")
    fetched(media.link(made.row, pictures[0], 320))
    folder = storage.local_path(storage.marked_folder(pictures[0].pk))
    assert len(list(folder.iterdir())) == 1
    trash.trash(pictures[0], by=mira)
    pictures[0].refresh_from_db()
    assert trash.delete_for_good(pictures[0])
    assert list(folder.iterdir()) == []


def test_a_picture_without_renditions_is_drawn_small(mira, share, tmp_path):
    fresh = generated(tmp_path, owner=mira, size=(900, 600))
    row, _ = links.create(by=mira, images=[fresh], title="x")
    status, headers, body = fetched(media.link(row, fresh, 320))
    assert (status, headers["content-type"], pixels(body).size) == (200, "image/webp", (320, 213))
