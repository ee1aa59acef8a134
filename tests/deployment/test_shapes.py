"""A picture through each shape, by the commands of the container image."""

import base64
import io

import httpx
import pytest
from PIL import Image

from tests.processes.stack import until

pytestmark = pytest.mark.processes

SHAPES = [
    pytest.param("redis", marks=pytest.mark.needs("postgresql", "redis")),
    pytest.param("rabbitmq", marks=pytest.mark.needs("postgresql", "redis", "rabbitmq")),
    "s3",
]


@pytest.fixture(params=SHAPES)
def site(request, site_of):
    return site_of(request.param)


def delivered(sandbox):
    """What the plain sandbox gives for every prompt."""
    body = {"input": {"prompt": "directly"}}
    path = f"{sandbox.url}/v1/models/openai/gpt-image-1-mini/predictions"
    answer = httpx.post(path, json=body, headers={"Authorization": "Bearer sk-test"}).json()
    return base64.b64decode(answer["output"]["b64_json"][0]["bytesBase64"])


def small_copy(api, image):
    answer = api.get(f"/images/{image['id']}/rendition", params={"w": 320}, headers={"Accept": "image/webp"})
    assert answer.status_code == 200
    return answer.content if answer.headers["content-type"] == "image/webp" else None


def test_a_picture_is_made_and_its_original_is_the_vendors(site):
    image = site.make("a quiet harbour")
    with site.api as api:
        assert api.get(f"/images/{image['id']}/file").content == delivered(site.sandbox)


def test_a_smaller_copy_follows(site):
    image = site.make("a loud harbour")
    with site.api as api:
        data = until(lambda: small_copy(api, image), what="no rendition was made")
    assert Image.open(io.BytesIO(data)).size == (320, 320)


def test_a_task_is_polled_by_control_and_beat(site):
    image = site.make("dunes", models=[{"id": "bfl/flux-2-pro"}])
    with site.api as api:
        assert api.get(f"/images/{image['id']}").json()["model"] == "bfl/flux-2-pro"


def test_pages_come_with_their_styles(site):
    page = httpx.get(f"{site.url}/accounts/login/")
    sheet = page.text.partition('rel="stylesheet"')[2].partition('href="')[2].partition('"')[0]
    assert page.status_code == 200
    assert httpx.get(f"{site.url}{sheet}").headers["content-type"].startswith("text/css")


def test_the_healthcheck_of_the_image_is_content(site):
    assert site.role("health") == ""
