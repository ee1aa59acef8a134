"""Rows against files, both ways; nothing is ever deleted."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from gallery import trash
from gallery.files import rendering, storage
from gallery.ids import uuid7
from gallery.models import Image
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.django_db


def rendered(tmp_path):
    image = generated(tmp_path)
    assert rendering.render(image.pk)
    return Image.objects.get(pk=image.pk)


def stray(name, age=7200):
    default_storage.save(name, ContentFile(b"bytes"))
    path = default_storage.path(name)
    os.utime(path, (os.stat(path).st_mtime - age,) * 2)
    return name


def test_what_fits_is_told_in_one_line(tmp_path, capsys):
    thrown = rendered(tmp_path)
    rendered(tmp_path)
    trash.trash(thrown, by=thrown.owner)
    call_command("check_storage")
    assert capsys.readouterr().out.startswith("0 originals missing, 0 renditions missing, 0 files")


def test_both_kinds_of_orphans_are_found_and_reporting_changes_nothing(tmp_path, capsys):
    image, lost = rendered(tmp_path), rendered(tmp_path)
    default_storage.delete(storage.rendition_name(image, 640, "webp"))
    default_storage.delete(storage.original_name(lost))
    name = stray(storage.original_key(uuid7(), "png"))
    with pytest.raises(CommandError, match="1 originals missing, 1 renditions missing, 1 files"):
        call_command("check_storage")
    told = capsys.readouterr().out
    assert f"missing original: {storage.original_name(lost)}" in told
    assert f"no picture knows: {name}\n" in told
    assert default_storage.exists(name)


def test_fix_renders_again_and_sets_strays_aside(tmp_path, capsys):
    image = rendered(tmp_path)
    default_storage.delete(storage.rendition_name(image, 640, "webp"))
    strays = [stray(f"quarantine/secret/{storage.rendition_key(uuid7(), 320, 'webp')}"), stray("originals/ab/odd.txt")]
    with pytest.raises(CommandError):
        call_command("check_storage", fix=True)
    assert Image.objects.get(pk=image.pk).renditions == rendering.NONE
    for name in strays:
        assert not default_storage.exists(name)
    assert sum(1 for line in capsys.readouterr().out.splitlines() if " → lost/" in line) == 2
    rendering.render(image.pk)
    call_command("check_storage")


def test_a_file_that_waits_for_its_row_is_left_alone():
    stray(storage.original_key(uuid7(), "png"), age=60)
    call_command("check_storage", fix=True)
