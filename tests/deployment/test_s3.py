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


JUDGING = """
from django.core.files.storage import default_storage as store
from gallery.cases import deciding, opening, purging
from gallery.models import Case, Image, User

image = Image.objects.get(pk="{pk}")
judge = lambda name: User.objects.get_or_create(username=name, defaults=dict(is_moderator=True))[0]
remove, back = deciding.Verdict("removed", "rights"), deciding.Verdict("released", "explained")
report = lambda who: opening.report(image, reason="rights", visitor=who)
removed = lambda: Case.objects.filter(outcome="removed").latest("decided_at")
{act}
print(sum(image.pk.hex in one.key.replace("-", "").replace("/", "") for one in store.bucket.objects.all()))
"""


def judged(site, pk, act):
    """Does it in a process of its own, as a worker would; how many files of the picture the bucket holds after it."""
    return int(site.role("manage", "shell", "--no-imports", "-c", JUDGING.format(pk=pk, act=act)).splitlines()[-1])


def test_a_removal_closes_signed_links_a_reversal_opens_them_and_a_purge_leaves_nothing(site):
    pk = site.make("a harbour to judge")["id"]
    with site.api as api:

        def led(name):
            return api.get(f"/images/{pk}/{name}", follow_redirects=False).headers["location"]

        until(lambda: ".webp?" in led("rendition?w=320"), seconds=30, what="no smaller copy is made")
        links = [led("file"), led("rendition?w=320")]
    bytes_before = [httpx.get(link).content for link in links]
    assert [fetch(link) for link in links] == [200, 200]
    files = judged(site, pk, 'deciding.decide(report("guest"), remove, by=judge("mona"))')
    assert ([fetch(link) for link in links], files >= len(links)) == ([404, 404], True)
    appeal = 'opening.appeal(removed(), by=image.owner, words="Mine.")'
    assert judged(site, pk, f'deciding.decide({appeal}, back, by=judge("mike"))') == files
    assert [httpx.get(link).content for link in links] == bytes_before
    again = 'deciding.decide(report("other"), remove, by=judge("mona")); image.refresh_from_db(); purging.purge(image)'
    assert judged(site, pk, again) == 0
    assert [fetch(link) for link in links] == [404, 404]
