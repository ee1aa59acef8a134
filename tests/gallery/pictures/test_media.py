"""Signed links and the branch that answers them, without a database."""

import asyncio
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from gallery import trash
from gallery.files import media, rendering, signatures, storage
from gallery.files.media import media_app
from tests.factories import ImageFactory, TeamFactory, UserFactory
from tests.gallery.pictures.drawing import generated

HOUR = 3600


def fetched(link: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the raw ASGI branch."""
    sent: list[dict] = []
    parts = urlsplit(link)
    scope = {
        "type": "http", "method": method, "path": parts.path, "query_string": parts.query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip

    async def send(message):
        sent.append(message)

    asyncio.run(media_app(scope, None, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def shown(db, tmp_path):
    image = generated(tmp_path, size=(1400, 700))
    rendering.render(image.pk)
    image.refresh_from_db()
    return image


def test_the_three_widths_open_by_one_signature(shown):
    answers = [fetched(signatures.rendition_url(shown, width)) for width in signatures.WIDTHS]

    assert [(status, headers["content-type"]) for status, headers, _ in answers] == [(200, "image/webp")] * 3
    assert len({parse_qs(urlsplit(signatures.rendition_url(shown, width)).query)["s"][0] for width in (320, 640)}) == 1
    assert answers[0][1]["x-content-type-options"] == "nosniff"


def test_no_query_is_made(shown, django_assert_num_queries):
    with django_assert_num_queries(0):
        fetched(signatures.rendition_url(shown, 320))


def test_avif_for_those_who_take_it(shown):
    rendering.render_avif(shown.pk)
    link = signatures.rendition_url(shown, 320)

    assert fetched(link, accept="image/avif,image/webp")[1]["content-type"] == "image/avif"
    assert fetched(link, accept="image/webp")[1]["content-type"] == "image/webp"
    assert fetched(link)[1]["vary"] == "Accept"


def test_a_browser_keeps_it_for_itself_as_long_as_its_link_lives(shown):
    assert fetched(signatures.rendition_url(shown, 320))[1]["cache-control"] == "private, max-age=7200, immutable"


def test_a_proxy_sends_the_bytes_where_it_is_told_to(shown, settings):
    settings.X_ACCEL_PREFIX = "/protected"
    status, headers, body = fetched(signatures.rendition_url(shown, 320))
    assert (status, body) == (200, b"")
    assert headers["x-accel-redirect"] == f"/protected/{storage.rendition_key(shown.pk, 320, 'webp')}"


def test_a_proxy_may_take_a_link_for_good_for_a_minute_and_never_beyond_its_end(shown, settings, monkeypatch):
    settings.X_ACCEL_PREFIX = "/protected"
    link = signatures.rendition_url(shown, 320)
    assert fetched(link)[1]["x-accel-expires"] == "60"
    monkeypatch.setattr(signatures, "seconds_left", lambda window: 7)
    assert fetched(link)[1]["x-accel-expires"] == "7"


def test_a_link_of_a_window_lives_through_the_next_one(monkeypatch):
    monkeypatch.setattr(signatures.time, "time", lambda: 10 * HOUR + 5)
    assert signatures.seconds_left("10") == 2 * HOUR - 5


def test_a_proxy_asks_each_time_where_a_team_shows_it(shown, settings):
    settings.X_ACCEL_PREFIX = "/protected"
    shown.team = TeamFactory()
    assert fetched(signatures.rendition_url(shown, 320, viewer=0))[1]["x-accel-expires"] == "0"


def test_a_known_copy_is_not_sent_again(shown):
    link = signatures.rendition_url(shown, 320)
    tag = fetched(link)[1]["etag"]

    assert fetched(link, if_none_match=tag)[0::2] == (304, b"")
    assert fetched(link, if_none_match='"other"')[0] == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda link: link[:-1] + ("0" if link[-1] != "0" else "1"),
        lambda link: link.replace("/320.", "/321."),
        lambda link: link.replace("/320.", "/²."),
        lambda link: link.replace("/320.", f"/{'9' * 5000}."),
        lambda link: link.replace(".webp", ".svg"),
        lambda link: link.replace("/320.webp", "/original.png"),
        lambda link: link.replace("/320.webp", "/../../secret_key"),
        lambda link: link.replace("e=", "e=9"),
        lambda link: link.replace("e=", "e=²"),
        lambda link: link.split("&")[0],
        lambda link: link.split("?")[0],
        lambda link: "/media/" + "0" * 32 + link[39:],
        lambda link: link + "é",
    ],
)
def test_a_tampered_link_opens_nothing(shown, change):
    assert fetched(change(signatures.rendition_url(shown, 320)))[0] == 404


def test_a_link_is_the_same_all_hour_and_dies_after_the_next(shown, time_machine):
    time_machine.move_to(100 * HOUR + 1, tick=False)
    early = signatures.rendition_url(shown, 320)
    time_machine.move_to(101 * HOUR - 1, tick=False)
    late = signatures.rendition_url(shown, 320)

    assert early == late
    for at, status in ((101 * HOUR + 3590, 200), (102 * HOUR + 1, 404)):
        time_machine.move_to(at, tick=False)
        assert fetched(late)[0] == status


def test_a_link_of_another_instance_opens_nothing(shown, settings):
    link = signatures.rendition_url(shown, 320)
    settings.SECRET_KEY = "another"

    assert fetched(link)[0] == 404


def test_what_is_trashed_is_gone_at_once_and_back_on_restore(shown):
    link = signatures.rendition_url(shown, 320)
    trash.trash(shown, by=shown.owner)
    gone = fetched(link)[0]
    trash.restore(shown, by=shown.owner)

    assert (gone, fetched(link)[0]) == (404, 200)


def test_the_original_stands_in_until_renditions_are_made(db, tmp_path):
    image = generated(tmp_path)

    status, headers, body = fetched(signatures.rendition_url(image, 320))

    assert (status, headers["content-type"], signatures.srcset(image)) == (200, "image/png", "")
    assert body == storage.local_path(storage.original_name(image)).read_bytes()


def test_an_uploads_original_never_stands_in_for_a_team(db):
    mine = ImageFactory(kind="upload", owner=UserFactory())
    shared = ImageFactory(kind="upload", published=True, team=TeamFactory())

    assert "/original.png" in signatures.rendition_url(mine, 320)
    assert "/original" not in signatures.rendition_url(shared, 320)


def test_a_proxy_sends_the_bytes_where_one_stands_in_front(shown, settings):
    settings.X_ACCEL_PREFIX = "/protected"

    _, headers, body = fetched(signatures.rendition_url(shown, 320))

    assert headers["x-accel-redirect"] == f"/protected/{storage.rendition_name(shown, 320, 'webp')}"
    assert body == b""


def test_only_reading(shown):
    link = signatures.rendition_url(shown, 320)

    assert fetched(link, "POST")[0] == 405
    assert fetched(link, "HEAD")[2] == b""


def test_a_large_file_comes_in_pieces(db, tmp_path):
    image = generated(tmp_path)
    large = bytes(range(256)) * 8192
    storage.local_path(storage.original_name(image)).write_bytes(large)

    assert fetched(signatures.original_url(image))[2] == large
    assert len(large) > 1024 * 1024


@pytest.mark.parametrize("away", [BlockingIOError, AttributeError], ids=["on a disk", "a system that cannot tell"])
def test_a_large_file_comes_whole_also_where_it_is_not_in_memory(shown, monkeypatch, away):
    path = Path(storage.local_path(storage.rendition_key(shown.pk, 320, "webp")))
    whole = os.urandom(media.AT_ONCE + media.PIECE + 7)
    path.write_bytes(whole)
    link = signatures.rendition_url(shown, 320)
    assert fetched(link)[2] == whole

    def read(*_):
        raise away

    monkeypatch.setattr(os, "preadv", read)
    assert fetched(link)[2] == whole
