"""The original: whole, in parts, unchanged, saved under a name; and never more than its reader may have."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.models import Image
from tests.factories import MembershipFactory
from tests.gallery.pages.kept import body_of, drawn, kept, placed, rendered


@pytest.fixture
def address(ada):
    return reverse("image-file", args=[kept(ada).pk])


def test_original_comes_byte_for_byte(client, address):
    response = client.get(address)
    assert body_of(response) == drawn()
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Length"] == str(len(drawn()))


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=10-", slice(10, None)), ("bytes=-5", slice(-5, None))],
)
def test_a_part_comes_alone(client, address, asked, part):
    response = client.get(address, headers={"Range": asked})
    assert response.status_code == 206
    assert body_of(response) == drawn()[part]
    assert response.headers["Content-Range"].endswith(f"/{len(drawn())}")


def test_a_part_behind_the_end_is_refused(client, address):
    response = client.get(address, headers={"Range": "bytes=999999-"})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(drawn())}"


@pytest.mark.parametrize("asked", ["bytes=", "bytes=5-2", "items=1-2", "bytes=0-1,4-5", "bytes=a-b"])
def test_a_range_that_makes_no_sense_is_not_an_error_of_ours(client, address, asked):
    response = client.get(address, headers={"Range": asked})
    assert (response.status_code, body_of(response)) in [(200, drawn()), (416, b"")]


def test_unchanged_sends_nothing(client, address):
    first = client.get(address)
    assert body_of(first)
    tag = first.headers["ETag"]
    response = client.get(address, headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")


def test_a_part_of_another_state_is_the_whole(client, address):
    response = client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert (response.status_code, body_of(response)) == (200, drawn())
    response = client.get(address, headers={"Range": "bytes=0-9", "If-Range": response.headers["ETag"]})
    assert (response.status_code, body_of(response)) == (206, drawn()[:10])


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\3\4 a ZIP", b"<?php phpinfo(); ?>", b"%PDF-1.7"])
def test_what_is_two_things_at_once_is_sent_as_a_picture_alone(client, ada, tail):
    """The owner's bytes are kept as they came; no browser may read them as something else, others get neither."""
    image = rendered(kept(ada, drawn() + tail))
    response = client.get(reverse("image-file", args=[image.pk]))
    assert body_of(response).endswith(tail)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    viewer = MembershipFactory()
    Image.objects.filter(pk=image.pk).update(team=viewer.team, published_at=timezone.now())
    client.force_login(viewer.user)
    assert tail not in body_of(client.get(reverse("image-file", args=[image.pk])))


def test_pages_make_no_renditions(client, ada, settings):
    image = kept(ada)
    for address in (
        reverse("gallery"),
        reverse("image", args=[image.pk]),
        f"/api/v1/images/{image.pk}/rendition?w=320",
    ):
        response = client.get(address)
        assert (response.status_code, bool(body_of(response))) == (200, True)
    assert not list(settings.MEDIA_ROOT.glob("renditions/**/*.*"))


def test_download_has_a_good_name(client, ada):
    image = kept(ada, name='Hafen "früh"/2.jpg')
    response = client.get(reverse("image-file", args=[image.pk]), {"download": "1"})
    assert body_of(response)
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert ".jpg" in disposition
    assert "/2" not in disposition


def test_the_proxy_sends_it_where_there_is_one(client, address, settings):
    settings.X_ACCEL_PREFIX = "/protected"
    response = client.get(address)
    assert response.headers["X-Accel-Redirect"].startswith("/protected/originals/")
    assert response.content == b""


def test_where_an_upload_was_taken_is_its_owners_alone(client, ada):
    image = rendered(kept(ada, placed()))
    viewer = MembershipFactory()
    Image.objects.filter(pk=image.pk).update(team=viewer.team, published_at=timezone.now())
    address = reverse("image-file", args=[image.pk])
    assert b"Camera of Ada" in body_of(client.get(address))
    client.force_login(viewer.user)
    response = client.get(address)
    assert response.status_code == 200
    assert b"Camera" not in body_of(response)


def test_a_lost_file_is_not_there(client, ada, settings):
    image = kept(ada)
    for path in settings.MEDIA_ROOT.rglob("*.jpg"):
        path.unlink()
    assert client.get(reverse("image-file", args=[image.pk])).status_code == 404
