"""The commands about pictures."""

import pytest
from django.core.management import CommandError, call_command

from gallery.files import rendering, storage
from gallery.files.rendering import AVIF_DONE, UNDECODABLE
from gallery.models import Image
from tests.factories import UserFactory
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.django_db


def test_missing_renditions_are_made(tmp_path, capsys):
    image, broken = generated(tmp_path), generated(tmp_path)
    storage.local_path(storage.original_name(broken)).write_bytes(b"broken")

    call_command("render_missing", avif=True)

    assert Image.objects.get(pk=image.pk).renditions == AVIF_DONE
    assert Image.objects.get(pk=broken.pk).renditions == UNDECODABLE
    assert "WebP: 1 made, 1 could not be." in capsys.readouterr().out


def test_what_was_undecodable_is_tried_again_when_told(tmp_path, capsys):
    image = generated(tmp_path, renditions=UNDECODABLE)

    call_command("render_missing", again=True, avif=True)

    assert Image.objects.get(pk=image.pk).renditions == AVIF_DONE


def test_files_that_are_gone_are_made_again(tmp_path, capsys):
    whole, without_webp, without_avif = (generated(tmp_path) for _ in range(3))
    call_command("render_missing", avif=True)
    lost = storage.local_path(storage.rendition_name(without_webp, 640, "webp"))
    lost.unlink()
    storage.local_path(storage.rendition_name(without_avif, 320, "avif")).unlink()
    before = made_at(whole)

    call_command("render_missing", avif=True, verify=True)

    assert "Look: 2 without all their files." in capsys.readouterr().out
    assert lost.exists()
    assert set(Image.objects.values_list("renditions", flat=True)) == {AVIF_DONE}
    assert made_at(whole) == before


def made_at(image):
    return storage.local_path(storage.rendition_name(image, 640, "webp")).stat().st_mtime_ns


def test_stopped_midway_it_goes_on_where_it_was(tmp_path, monkeypatch, capsys):
    for _ in range(3):
        generated(tmp_path)
    render, calls = rendering.render, []

    def stopped(image_id):
        calls.append(image_id)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return render(image_id)

    monkeypatch.setattr(rendering, "render", stopped)
    with pytest.raises(SystemExit):
        call_command("render_missing")
    left = Image.objects.filter(renditions=rendering.NONE).count()
    call_command("render_missing")

    assert (left, Image.objects.filter(renditions=rendering.NONE).count()) == (2, 0)
    assert "start it again" in capsys.readouterr().err


def test_a_bar_tells_how_far_it_is(tmp_path, capsys):
    for _ in range(3):
        generated(tmp_path)
    call_command("render_missing")
    assert "WebP [##############################] 3 of 3" in capsys.readouterr().err


def test_a_gallery_is_filled_for_measuring(capsys):
    owner = UserFactory()

    call_command("fill_gallery", owner.username, images=1005)

    assert Image.objects.mine(owner).count() == 1005
    assert Image.objects.filter(prompt__contains="rarity1000").count() == 1


def test_nobody_to_fill_for():
    with pytest.raises(CommandError, match="nobody called ada"):
        call_command("fill_gallery", "ada")
