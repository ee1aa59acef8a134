"""Files in S3: links that are signed, for a while, and for what they name alone."""

from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from tests.processes.stack import until

pytestmark = pytest.mark.processes


@pytest.fixture
def site(site_of):
    return site_of("s3")


@pytest.fixture
def link(site):
    """The store's link that the API leads to, and the picture's id."""
    image = site.make("a signed harbour")
    with site.api as api:
        answer = api.get(f"/images/{image['id']}/file", follow_redirects=False)
    assert answer.status_code == 302
    return answer.headers["location"]


def fetch(link):
    return httpx.get(link).status_code


def test_a_signed_link_opens_the_picture(site, link):
    assert link.startswith(site.services["S3_ENDPOINT_URL"])
    assert fetch(link) == 200


def test_a_link_stays_the_same_for_the_hour(site, link):
    image = link.rpartition("/")[2].partition(".")[0]
    with site.api as api:
        later = {api.get(f"/images/{image}/file", follow_redirects=False).headers["location"] for _ in range(3)}
    assert len(later) == 1


def test_a_changed_signature_is_refused(link):
    assert fetch(link[:-1] + ("0" if link[-1] != "0" else "1")) == 403


def test_a_link_for_another_file_is_refused(link):
    parts = urlsplit(link)
    assert fetch(urlunsplit(parts._replace(path=f"{parts.path}x"))) == 403


def test_a_file_without_a_signature_is_refused(link):
    assert fetch(link.partition("?")[0]) == 403


def test_a_longer_life_is_refused(link):
    assert "X-Amz-Expires=7200" in link
    assert fetch(link.replace("X-Amz-Expires=7200", "X-Amz-Expires=72000")) == 403


def test_a_link_that_is_over_is_refused(site, link):
    name = urlsplit(link).path.partition("/pictures/")[2]
    urls = f"print(*(store.url('{name}', expire=seconds) for seconds in (1, 600)))"
    code = f"from django.core.files.storage import default_storage as store; {urls}"
    short, long = site.role("manage", "shell", "--no-imports", "-c", code).split()
    until(lambda: fetch(short) == 403, seconds=15, what="the link never ends")
    assert fetch(long) == 200


def test_a_trashed_picture_leaves_its_link(site):
    image = site.make("a harbour to forget")
    with site.api as api:
        link = api.get(f"/images/{image['id']}/file", follow_redirects=False).headers["location"]
        assert api.delete(f"/images/{image['id']}").is_success
    until(lambda: fetch(link) == 404, seconds=15, what="the file stays where its link leads")
