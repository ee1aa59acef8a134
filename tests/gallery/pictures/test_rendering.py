"""Renditions are made once, of what is there, and go along where the picture went."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gallery import dispatch, tasks, trash
from gallery.files import rendering, storage
from gallery.files.rendering import AVIF_DONE, NONE, UNDECODABLE, WEBP_DONE
from gallery.models import Image, ImageWords
from tests.factories import ImageFactory
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.django_db
OLD = timezone.now() - timedelta(minutes=5)


def suffixes(settings) -> list[str]:
    return sorted(path.suffix for path in Path(settings.MEDIA_ROOT).rglob("*.*") if path.is_file())


def test_webp_first_then_avif(settings, tmp_path):
    image = generated(tmp_path)

    assert rendering.render(image.pk)
    assert rendering.render_avif(image.pk)

    image.refresh_from_db()
    assert (image.renditions, image.color[:4]) == (AVIF_DONE, "#008")
    assert suffixes(settings) == [".avif"] * 3 + [".png"] + [".webp"] * 3


def test_a_second_message_does_nothing(tmp_path):
    image = generated(tmp_path)

    assert [rendering.render(image.pk), rendering.render(image.pk)] == [True, False]


def test_what_cannot_be_decoded_is_not_tried_again(tmp_path):
    image = generated(tmp_path)
    storage.local_path(storage.original_name(image)).write_bytes(b"broken")

    assert not rendering.render(image.pk)
    image.refresh_from_db()
    assert image.renditions == UNDECODABLE


def test_a_lost_original_is_left_for_later():
    image = ImageFactory()

    assert not rendering.render(image.pk)
    image.refresh_from_db()
    assert image.renditions == NONE


def test_a_picture_trashed_meanwhile_takes_its_renditions_along(settings, tmp_path, monkeypatch):
    image = generated(tmp_path)
    make = rendering.make

    def slow(row, format):
        made = make(row, format)
        trash.trash(Image.objects.get(pk=image.pk), by=image.owner)
        return made

    monkeypatch.setattr(rendering, "make", slow)
    rendering.render(image.pk)

    folders = {path.relative_to(settings.MEDIA_ROOT).parts[0] for path in settings.MEDIA_ROOT.rglob("*.*")}
    assert folders == {"quarantine"}


def test_a_picture_deleted_meanwhile_leaves_nothing(settings, tmp_path, monkeypatch):
    image = generated(tmp_path)
    make = rendering.make

    def slow(row, format):
        made = make(row, format)
        ImageWords.objects.filter(image=image.pk).delete()
        Image.objects.filter(pk=image.pk)._raw_delete("default")
        return made

    monkeypatch.setattr(rendering, "make", slow)
    rendering.render(image.pk)

    assert suffixes(settings) == []


def test_the_round_sends_what_is_late(monkeypatch):
    late, fresh = ImageFactory(created_at=OLD), ImageFactory()
    webp = ImageFactory(created_at=OLD, renditions=WEBP_DONE)
    ImageFactory(created_at=OLD, quarantine="secret")
    ImageFactory(created_at=OLD, trashed_at=OLD, purged_at=OLD)
    sent = []
    monkeypatch.setattr(dispatch, "publish", lambda task, image_id: sent.append((task, image_id)))

    tasks.render_missing()

    assert sent == [("gallery.render", late.pk), ("gallery.render_avif", webp.pk)]
    assert fresh.renditions == NONE


def test_a_broker_that_is_down_is_only_logged(monkeypatch):
    def down(*args, **options):
        raise ConnectionError

    monkeypatch.setattr(dispatch.current_app, "send_task", down)

    dispatch.render(ImageFactory().pk)
