"""Bytes and provenance become a row and a file, or neither."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from gallery import ingest
from gallery.files import storage
from gallery.files.uploads import Unacceptable
from gallery.ids import uuid7
from gallery.models import Image
from tests.factories import TeamFactory, UserFactory
from tests.gallery.pictures.drawing import encoded, original, photograph

pytestmark = pytest.mark.django_db


def stored(settings) -> list[Path]:
    return [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]


def provenance(**more):
    told = {"prompt": "a harbour", "revised_prompt": "", "model": "m", "model_label": "M", "vendor": "Vendor"}
    return ingest.Provenance(**(told | more))


def test_a_generated_picture_carries_its_recipe(tmp_path):
    owner, source = UserFactory(), original(tmp_path)

    image = ingest.build_image(uuid7(), source, provenance(owner_id=owner.pk, cost=Decimal("0.05"), seed=7))
    image.save(force_insert=True)
    image.refresh_from_db()

    assert (image.prompt, image.cost, image.seed, image.sha256) == ("a harbour", Decimal("0.05"), 7, source.sha256)
    assert image.published_at is None


def test_one_for_a_team_is_published_at_once(tmp_path):
    owner, team = UserFactory(), TeamFactory()

    image = ingest.build_image(uuid7(), original(tmp_path), provenance(owner_id=owner.pk, team_id=team.pk))
    image.save(force_insert=True)

    assert image.published_at


def test_an_upload_is_kept_byte_for_byte(settings):
    data = photograph((60, 40))

    image = ingest.add_upload(owner=UserFactory(), uploaded_file=SimpleUploadedFile("C:\\my\\boat.jpg", data))

    assert (image.width, image.height, image.format) == (40, 60, "jpeg")
    with storage.open_original(image) as file:
        assert file.read() == data


def test_a_refused_upload_leaves_nothing(settings):
    with pytest.raises(Unacceptable):
        ingest.add_upload(owner=UserFactory(), uploaded_file=SimpleUploadedFile("x.png", b"no picture"))

    assert stored(settings) == []
    assert not Image.objects.exists()


def test_a_row_that_cannot_be_written_takes_its_file_back(settings, monkeypatch):
    def broken(self, **options):
        raise IntegrityError

    monkeypatch.setattr(Image, "save", broken)
    with pytest.raises(IntegrityError):
        ingest.add_upload(owner=UserFactory(), uploaded_file=SimpleUploadedFile("x.png", encoded()))

    assert stored(settings) == []
