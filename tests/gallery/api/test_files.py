"""Uploads in, originals and renditions out."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from gallery.files import storage
from gallery.models import Image
from tests.factories import ImageFactory, UserFactory
from tests.gallery.api.making import BASE, Caller, team_of
from tests.gallery.pictures.test_placeless import photo

pytestmark = pytest.mark.django_db


def drawn(width=40, height=30, format="PNG", **options):
    file = io.BytesIO()
    Pixels.new("RGB", (width, height), "teal").save(file, format, **options)
    return file.getvalue()


def upload(caller, content, name="deer.png", **fields):
    file = SimpleUploadedFile(name, content)
    return caller.client.post(f"{BASE}/images", {"file": file} | fields)


def body_of(response):
    return b"".join(response.streaming_content)


def stored(image, content=b"original"):
    default_storage.save(storage.original_name(image), ContentFile(content))
    return image


def test_an_upload_is_kept_byte_for_byte(ada):
    content = drawn()
    response = upload(ada, content)
    assert response.status_code == 201, response.content
    shown = response.json()
    assert (shown["kind"], shown["width"], shown["height"], shown["file_name"]) == ("reference", 40, 30, "deer.png")
    assert body_of(ada.client.get(shown["file"])) == content


def test_an_upload_may_stand_in_the_gallery(ada):
    id = upload(ada, drawn(), kind="upload").json()["id"]
    assert [item["id"] for item in ada.get("/images").json()["items"]] == [id]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422),
        (b"%PDF-1.7", 422),
        (drawn()[:60], 422),
        (drawn(format="GIF", save_all=True, append_images=[Pixels.new("RGB", (40, 30))]), 422),
    ],
)
def test_what_is_no_still_picture_is_refused_at_its_field(ada, content, status):
    response = upload(ada, content)
    assert (response.status_code, list(response.json()["errors"])) == (status, ["file"])
    assert not Image.objects.exists()


def test_too_many_pixels_are_422(ada, settings):
    settings.MAX_PIXELS = 1000
    assert upload(ada, drawn()).status_code == 422


def test_too_many_bytes_are_413(ada, settings):
    settings.UPLOAD_MAX_BYTES = 50
    response = upload(ada, drawn())
    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(("length", "said"), [(10**9, "too large."), (60 * 10**6, "a file has up to 50 MB.")])
def test_a_request_that_says_it_is_too_long_is_not_read(ada, length, said):
    response = ada.client.generic("POST", f"{BASE}/images", b"", CONTENT_LENGTH=str(length))
    assert (response.status_code, response.json()["detail"].endswith(said)) == (413, True)


def test_an_upload_as_json_is_415(ada):
    assert ada.post("/images", {"file": "x"}).status_code == 415


def test_a_broken_multipart_is_400(ada):
    response = ada.client.post(f"{BASE}/images", b"nonsense", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400


@pytest.mark.parametrize("fields", [{}, {"kind": "other"}])
def test_a_missing_file_or_another_kind_is_422(ada, fields):
    response = ada.client.post(f"{BASE}/images", fields)
    assert (response.status_code, "file" in response.json()["errors"]) == (422, True)


def test_nobody_uploads_without_a_token():
    assert upload(Caller(None), drawn()).status_code == 401


def test_the_original_carries_its_type_and_a_tag(ada):
    image = stored(ImageFactory(owner=ada.user))
    first = ada.get(f"/images/{image.pk}/file")
    assert (first["Content-Type"], body_of(first)) == ("image/png", b"original")
    again = ada.client.get(f"{BASE}/images/{image.pk}/file", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_file_that_the_storage_lost_is_404(ada):
    image = ImageFactory(owner=ada.user)
    assert ada.get(f"/images/{image.pk}/file").status_code == 404


def test_the_original_stands_in_until_a_rendition_is_made(ada):
    image = stored(ImageFactory(owner=ada.user))
    assert body_of(ada.get(f"/images/{image.pk}/rendition", w=320)) == b"original"


@pytest.mark.parametrize(("accept", "form"), [("image/avif,image/webp,*/*", "avif"), ("*/*", "webp")])
def test_the_rendition_follows_accept(ada, accept, form):
    image = ImageFactory(owner=ada.user, renditions=2)
    for kind in ("webp", "avif"):
        default_storage.save(storage.rendition_name(image, 640, kind), ContentFile(kind.encode()))
    response = ada.client.get(f"{BASE}/images/{image.pk}/rendition?w=640", headers={"Accept": accept})
    assert (response["Content-Type"], body_of(response)) == (f"image/{form}", form.encode())
    assert "Accept" in response["Vary"]


@pytest.mark.parametrize("w", ["100", "0", "-320", "x", "1e3", ""])
def test_another_width_is_422(ada, w):
    image = ImageFactory(owner=ada.user)
    assert ada.get(f"/images/{image.pk}/rendition", w=w).status_code == 422


@pytest.mark.parametrize("path", ["file", "rendition"])
def test_bytes_are_for_those_who_see_the_picture(ada, stranger, path):
    viewer = Caller(UserFactory())
    team = team_of(editor=ada.user, viewer=viewer.user)
    image = stored(ImageFactory(owner=ada.user, team=team, published_at="2026-01-01T00:00:00Z"))
    assert body_of(viewer.get(f"/images/{image.pk}/{path}")) == b"original"
    assert stranger.get(f"/images/{image.pk}/{path}").status_code == 404
    assert Caller(None).get(f"/images/{image.pk}/{path}").status_code == 401


def test_an_upload_reaches_the_team_in_full_without_its_place(ada, stranger):
    team, data = team_of(editor=ada.user, viewer=stranger.user), photo("JPEG")
    facts = {"kind": "upload", "format": "jpeg", "team": team, "published_at": "2026-01-01T00:00:00Z"}
    image = stored(ImageFactory(owner=ada.user, bytes=len(data), **facts), data)
    for path in (f"/images/{image.pk}/file", f"/images/{image.pk}/rendition"):
        copy = body_of(stranger.get(path))
        assert (len(copy), b"Lisbon" in copy) == (len(data), False)
        assert body_of(ada.get(path)) == data
    Image.objects.update(renditions=1)
    default_storage.save(storage.rendition_name(image, 640, "webp"), ContentFile(b"small"))
    assert body_of(stranger.get(f"/images/{image.pk}/rendition")) == b"small"
    broken = stored(ImageFactory(owner=ada.user, **facts), b"no picture")
    assert stranger.get(f"/images/{broken.pk}/file").status_code == 404


def test_a_part_of_a_file_can_be_asked_for(ada):
    image = stored(ImageFactory(owner=ada.user))
    path = f"{BASE}/images/{image.pk}/file"
    part = ada.client.get(path, headers={"Range": "bytes=0-3"})
    assert (part.status_code, body_of(part)) == (206, b"orig")
    beyond = ada.client.get(path, headers={"Range": "bytes=99-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, "bytes */8")
    assert beyond["Content-Type"] == "application/problem+json"


def test_a_trashed_file_is_gone(ada):
    image = stored(ImageFactory(owner=ada.user))
    ada.delete(f"/images/{image.pk}")
    assert ada.get(f"/images/{image.pk}/file").status_code == 404


def test_a_proxy_sends_the_bytes_where_it_is_told_to(ada, settings):
    settings.X_ACCEL_PREFIX = "/protected"
    image = ImageFactory(owner=ada.user)
    response = ada.get(f"/images/{image.pk}/file")
    assert response["X-Accel-Redirect"] == f"/protected/{storage.original_name(image)}"
