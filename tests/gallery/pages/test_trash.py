"""The trash: days left, the way back, and the way out for good, with the files."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from gallery import trash
from gallery.files import signatures, storage
from gallery.models import Image
from tests.gallery.pages.kept import body_of, drawn, kept, rendered


@pytest.fixture
def thrown(ada):
    """A picture of Ada's with all its files, in the trash."""
    image = rendered(kept(ada))
    assert trash.trash(image, by=ada)
    return Image.objects.get(pk=image.pk)


def test_trash_lists_it_with_its_days(client, thrown):
    html = client.get(reverse("trash")).content.decode()
    assert "30 days left" in html
    assert reverse("image-preview", args=[thrown.pk]) in html


def test_days_left_never_promise_too_much(thrown, settings):
    assert trash.days_left(timezone.now() - timedelta(days=trash.days_kept() - 1, hours=1)) == 1
    assert trash.days_left(timezone.now() - timedelta(days=trash.days_kept() + 5)) == 0


def test_its_files_lie_where_no_link_leads(thrown):
    assert not default_storage.exists(storage.original_key(thrown.pk, thrown.format))
    assert default_storage.exists(storage.original_name(thrown))
    assert thrown.quarantine not in signatures.rendition_url(thrown, 320)


def test_its_owner_still_sees_it_small(client, thrown):
    response = client.get(reverse("image-preview", args=[thrown.pk]))
    assert response.headers["Content-Type"] == "image/webp"
    assert body_of(response).startswith(b"RIFF")


def test_restoring_brings_back_row_and_bytes(client, ada, thrown):
    client.post(reverse("image-restore", args=[thrown.pk]))
    back = Image.objects.mine(ada).get()
    assert body_of(client.get(reverse("image-file", args=[back.pk]))) == drawn()


def test_deleting_asks_first(client, thrown):
    html = client.get(reverse("image-delete", args=[thrown.pk])).content.decode()
    assert "for good" in html
    assert Image.objects.filter(pk=thrown.pk).exists()


def test_deleting_takes_the_files_along(client, thrown, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("image-delete", args=[thrown.pk]))
    assert not Image.objects.filter(pk=thrown.pk).exists()
    assert not default_storage.exists(storage.original_name(thrown))


def test_emptying_spares_what_hangs(client, ada, thrown):
    hanging = kept(ada)
    assert "1 picture" in client.get(reverse("trash-empty")).content.decode()
    client.post(reverse("trash-empty"))
    assert list(Image.objects.filter(owner=ada)) == [hanging]


def test_a_picture_that_hangs_cannot_be_deleted_for_good(client, ada):
    image = kept(ada)
    assert client.post(reverse("image-delete", args=[image.pk])).status_code == 404
    assert Image.objects.filter(pk=image.pk).exists()
