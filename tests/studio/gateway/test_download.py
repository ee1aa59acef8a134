"""Fetching result links: what is taken, what is refused, and what may be tried again."""

import base64
import hashlib

import httpcore
import httpx
import pytest

from studio.gateway import Gateway, GatewayConfig
from studio.gateway import download as downloading
from studio.gateway.errors import ForbiddenAddress, LinkBroken, LinkExpired, NotAPicture, TooLarge
from studio.gateway.transport import PublicBackend, deadline
from tests.studio.gateway.builders import PUBLIC, answering, at, gateway, picture
from tests.studio.gateway.loopback import head, saying, serving, silent, slowly, stopping

PNG = picture()
LINK = "https://cdn.example/a.png"
OK = head("content-type: image/png", f"content-length: {len(PNG)}") + PNG


def fetch(answer, folder, link=LINK, **config):
    return gateway(answer, **config).download(link, folder / "deep" / "a")


def test_a_picture_is_stored_checked_and_hashed(tmp_path):
    found = fetch(answering(200, content=PNG), tmp_path)
    assert found.path.read_bytes() == PNG
    assert (found.format, found.sha256) == ("png", hashlib.sha256(PNG).hexdigest())
    assert [file.name for file in found.path.parent.iterdir()] == ["a"]


def test_a_data_link_is_decoded(tmp_path):
    link = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert fetch(answering(500), tmp_path, link).sha256 == hashlib.sha256(PNG).hexdigest()


def test_a_data_link_has_the_limit_of_any_other(tmp_path):
    link = "data:image/png;base64," + base64.b64encode(PNG).decode()
    with pytest.raises(TooLarge):
        fetch(answering(500), tmp_path, link, download_max_bytes=len(PNG) - 30)
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answering(404), LinkExpired),
        (answering(403), LinkExpired),
        (answering(410), LinkExpired),
        (answering(400, text="MissingDateHeader"), LinkExpired),
        (answering(500), LinkBroken),
        (answering(503), LinkBroken),
        (answering(429), LinkBroken),
        (answering(304), LinkExpired),
        (answering(200, content=b"<html></html>"), NotAPicture),
        (answering(200, content=b"<svg/>", headers={"content-type": "image/svg+xml"}), NotAPicture),
        (answering(200, content=b""), NotAPicture),
        (answering(200, content=PNG[:-30]), LinkBroken),
        (answering(200, headers={"content-encoding": "br"}, content=PNG), NotAPicture),
        (answering(302, headers={"location": "file:///etc/passwd"}), ForbiddenAddress),
        (answering(302, headers={"location": LINK}), LinkBroken),
        (answering(302, headers={"location": "https://cdn.example:22/"}), ForbiddenAddress),
    ],
)
def test_what_is_no_picture_leaves_nothing(tmp_path, answer, kind):
    with pytest.raises(kind):
        fetch(answer, tmp_path)
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_picture_of_the_wrong_type_is_taken_by_its_bytes(tmp_path):
    assert fetch(answering(200, content=PNG, headers={"content-type": "text/html"}), tmp_path).format == "png"


def test_four_redirects_are_followed_and_no_fifth(tmp_path):
    def hops(count):
        left = iter(range(count))
        here = lambda request: next(left, None) is None  # noqa: E731
        return lambda request: (
            httpx.Response(200, content=PNG) if here(request) else httpx.Response(307, headers={"location": "/next"})
        )

    assert fetch(hops(4), tmp_path).format == "png"
    with pytest.raises(LinkBroken):
        fetch(hops(5), tmp_path)


@pytest.mark.parametrize("link", ["http://[::1", "", "http://\x00/", "https://cdn.example:99999/"])
def test_nonsense_links_are_forbidden(tmp_path, link):
    with pytest.raises(ForbiddenAddress):
        fetch(answering(200, content=PNG), tmp_path, link)


def resolved(base, folder, address, link="http://cdn.example/a.png", **config):
    """A download with the real network below and a fake look-up."""
    made = Gateway(GatewayConfig(base_url=base, tasks_url=base, **config), resolver=lambda host, port: [address])
    return made.download(link, folder / "a")


@pytest.mark.parametrize("place", ["http://169.254.169.254/latest/meta-data", "http://127.0.0.1:9/", "http://[::1]/"])
def test_a_trusted_origin_may_not_redirect_to_a_private_one(tmp_path, place):
    answer = head(f"location: {place}", "content-length: 0", status="302 Found")
    with serving(saying(answer)) as base, pytest.raises(ForbiddenAddress):
        at(base).download(f"{base}/a.png", tmp_path / "a")


def test_the_address_is_looked_up_once_and_checked_at_connecting(tmp_path):
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return [PUBLIC] if len(asked) > 1 else ["127.0.0.1"]

    made = Gateway(GatewayConfig(), resolver=rebinding)
    with pytest.raises(ForbiddenAddress):
        made.download("http://cdn.example/a.png", tmp_path / "a")
    assert asked == ["cdn.example"]


def test_behind_a_proxy_the_address_is_checked_all_the_same(tmp_path):
    with serving(saying(OK)) as proxy, pytest.raises(ForbiddenAddress):
        resolved("http://127.0.0.1:9", tmp_path, "10.0.0.1", download_proxy_url=proxy)


def test_a_proxy_fetches_public_links(tmp_path):
    with serving(saying(OK)) as proxy:
        assert resolved("http://127.0.0.1:9", tmp_path, PUBLIC, download_proxy_url=proxy).format == "png"


def test_trusted_origins_may_be_private(tmp_path):
    with serving(saying(OK)) as store:
        made = Gateway(GatewayConfig(trusted_origins=(store,)))
        assert made.download(f"{store}/a.png", tmp_path / "a").format == "png"


CHUNKED = head("transfer-encoding: chunked")


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        ([OK[:-30]], LinkBroken),
        ([CHUNKED, b"%x\r\n" % len(PNG), PNG, b"\r\n"], LinkBroken),
        ([CHUNKED, *[b"400\r\n" + b"\x89PNG" * 256 + b"\r\n"] * 200], TooLarge),
        ([head("content-length: 999999999")], TooLarge),
        ([b""], LinkBroken),
    ],
    ids=["truncated", "chunks without an end", "oversize chunked", "oversize told", "closed"],
)
def test_nasty_stores(tmp_path, pieces, kind):
    with serving(saying(*pieces)) as base, pytest.raises(kind):
        at(base, download_max_bytes=100_000).download(f"{base}/a.png", tmp_path / "a")


def test_a_silent_store_is_left_after_the_idle_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(downloading, "IDLE", 0.3)
    with stopping() as stop, serving(silent(stop)) as base, pytest.raises(LinkBroken):
        at(base).download(f"{base}/a.png", tmp_path / "a")


def test_a_dripping_store_is_left_after_the_total_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(downloading, "TOTAL", 0.4)
    drops = [PNG[start : start + len(PNG) // 30] for start in range(0, len(PNG), len(PNG) // 30)]
    with serving(slowly(head(f"content-length: {len(PNG)}"), *drops)) as base, pytest.raises(LinkBroken):
        at(base).download(f"{base}/a.png", tmp_path / "a")


def test_a_connection_is_not_begun_after_the_deadline():
    backend = PublicBackend(lambda host, port: [PUBLIC])
    with deadline(-1), pytest.raises(httpcore.ConnectTimeout):
        backend.connect_tcp("cdn.example", 443, timeout=10)
