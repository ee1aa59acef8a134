"""The commands about pictures."""

import pytest
from django.core.management import CommandError, call_command

from gallery.files import storage
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


def test_a_gallery_is_filled_for_measuring(capsys):
    owner = UserFactory()

    call_command("fill_gallery", owner.username, images=1005)

    assert Image.objects.mine(owner).count() == 1005
    assert Image.objects.filter(prompt__contains="rarity1000").count() == 1


def test_nobody_to_fill_for():
    with pytest.raises(CommandError, match="nobody called ada"):
        call_command("fill_gallery", "ada")
