"""docker/nginx.conf before the branch that answers /media/: what it remembers, and what it does not."""

import os
import shutil
import subprocess
import threading

import httpx
import pytest
import uvicorn

from gallery import trash
from gallery.files import media, rendering, signatures, storage, withdrawn
from tests.bench.proxied import PLACES, config
from tests.factories import TeamFactory
from tests.gallery.pictures.drawing import generated
from tests.processes.stack import free_port, until

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:{PLACES}")
pytestmark = [pytest.mark.skipif(NGINX is None, reason="nginx is not on this machine"), pytest.mark.django_db]


@pytest.fixture
def asked():
    """The paths of the requests that reached the application."""
    return []


@pytest.fixture
def web(settings, asked):
    settings.X_ACCEL_PREFIX = "/protected"

    async def application(scope, receive, send):
        asked.append(scope["path"])
        await media.media_app(scope, receive, send)

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(application, port=port, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield port
    server.should_exit = True
    thread.join()


@pytest.fixture
def proxy(tmp_path, web):
    port, files = free_port(), str(storage.local_path(""))
    (tmp_path / "nginx.conf").write_text(config(tmp_path, web=web, port=port, plain=free_port(), files=files))
    process = subprocess.Popen([NGINX, "-c", tmp_path / "nginx.conf"], stderr=subprocess.DEVNULL)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}")
    until(lambda: listens(client), what="nginx does not answer")
    yield client
    client.close()
    process.terminate()
    process.wait(10)


def listens(client):
    try:
        return client.get("/protected/x").status_code == 404
    except httpx.TransportError:
        return False


@pytest.fixture
def shown(tmp_path):
    image = generated(tmp_path, size=(700, 700))
    rendering.render(image.pk)
    image.refresh_from_db()
    return image


def test_a_link_is_asked_for_once_and_its_file_sent_by_nginx(proxy, shown, asked):
    link = signatures.rendition_url(shown, 320)
    first, again = proxy.get(link), proxy.get(link)
    stored = storage.local_path(storage.rendition_name(shown, 320, "webp")).read_bytes()
    assert (first.content, again.content, len(asked)) == (stored, stored, 1)
    assert first.headers["content-type"] == "image/webp"
    assert first.headers["cache-control"] == "private, max-age=7200, immutable"
    assert first.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "x-accel-redirect" not in first.headers
    assert proxy.get(link, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_a_picture_in_the_trash_is_gone_at_once(proxy, shown):
    link = signatures.rendition_url(shown, 320)
    assert proxy.get(link).status_code == 200
    trash.trash(shown, by=shown.owner)
    assert proxy.get(link).status_code == 404


def test_what_a_team_shows_no_more_is_gone_at_once(proxy, shown):
    shown.team = TeamFactory()
    link = signatures.rendition_url(shown, 320, viewer=0)
    assert "m=" in link
    assert proxy.get(link).status_code == 200
    withdrawn.taken_out([(shown.pk, shown.team_id)])
    assert proxy.get(link).status_code == 404


def test_a_mark_in_other_letters_is_not_remembered_either(proxy, shown):
    shown.team = TeamFactory()
    link = signatures.rendition_url(shown, 320, viewer=0).replace("m=", "%6D=")
    assert proxy.get(link).status_code == 200
    withdrawn.taken_out([(shown.pk, shown.team_id)])
    assert proxy.get(link).status_code == 404


def test_a_link_that_was_tampered_with_opens_nothing(proxy, shown):
    link = signatures.rendition_url(shown, 320)
    assert proxy.get(link).status_code == 200
    assert proxy.get(link[:-1] + ("0" if link[-1] != "0" else "1")).status_code == 404
    assert proxy.get(f"/protected/{storage.rendition_name(shown, 320, 'webp')}").status_code == 404


def test_each_browser_gets_the_form_it_takes(proxy, shown):
    rendering.render_avif(shown.pk)
    link = signatures.rendition_url(shown, 320)
    assert proxy.get(link, headers={"Accept": "image/avif,image/webp"}).headers["content-type"] == "image/avif"
    assert proxy.get(link, headers={"Accept": "image/webp"}).headers["content-type"] == "image/webp"
