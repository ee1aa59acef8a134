"""Where files lie and how they move."""

import errno
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gallery.files import storage
from tests.factories import ImageFactory
from tests.gallery.pictures.drawing import generated, original

pytestmark = pytest.mark.django_db


def files(settings) -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def with_renditions(image):
    for width in storage.WIDTHS:
        path = Path(storage.local_path(storage.rendition_name(image, width, "webp")))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"webp")
    return image


def test_storing_twice_leaves_one_file(settings, tmp_path):
    image = generated(tmp_path)
    storage.put(storage.original_name(image), original(tmp_path).path)

    assert files(settings) == [storage.original_name(image)]


def test_a_file_of_another_disk_is_copied(settings, tmp_path, monkeypatch):
    source = original(tmp_path)
    rename = Path.replace

    def over_disks(self, target):
        if self == source.path:
            raise OSError(errno.EXDEV, "another disk")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", over_disks)
    storage.put("originals/aa/x.png", source.path)

    assert files(settings) == ["originals/aa/x.png"]
    assert not source.path.exists()


def test_a_full_disk_is_told_and_the_source_kept(tmp_path, monkeypatch):
    source = original(tmp_path)

    def full(self, target):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(OSError, match="no space"):
        storage.put("originals/aa/x.png", source.path)
    assert source.path.exists()


def test_quarantine_moves_everything_to_a_secret_folder_and_back(settings, tmp_path):
    image = with_renditions(generated(tmp_path))
    before = files(settings)

    image.quarantine = storage.quarantine(image)
    hidden = files(settings)
    storage.release(image)

    assert hidden == sorted(f"quarantine/{image.quarantine}/{name}" for name in before)
    assert files(settings) == before


def test_a_quarantine_that_was_cut_short_is_ended_by_the_next_try(settings, tmp_path):
    image = with_renditions(generated(tmp_path))
    image.quarantine = storage.secret_folder()
    storage.move(storage.rendition_key(image.pk, 320, "webp"), storage.rendition_name(image, 320, "webp"))

    storage.quarantine(image)

    assert all(name.startswith("quarantine/") for name in files(settings))
    assert len(files(settings)) == 4


def test_deleting_takes_what_lies_in_either_place(settings, tmp_path):
    image = with_renditions(generated(tmp_path))
    image.quarantine = storage.secret_folder()
    storage.move(storage.rendition_key(image.pk, 320, "webp"), storage.rendition_name(image, 320, "webp"))

    storage.delete_files(image)

    assert files(settings) == []


def test_a_lost_original_is_told():
    with pytest.raises(FileNotFoundError), storage.local_original(ImageFactory()):
        pass


def test_nothing_in_a_name_comes_from_people():
    image = ImageFactory(file_name="../../etc/passwd", prompt="../x")

    assert storage.original_name(image) == f"originals/{image.pk.hex[-2:]}/{image.pk.hex}.png"
    assert default_storage.path(storage.original_name(image)).startswith(default_storage.location)


@pytest.fixture
def store(settings):
    """One that is no folder of this host."""
    elsewhere = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": elsewhere}


@pytest.mark.parametrize("left", [b"", b"whol", b"whole"])
def test_what_an_earlier_try_left_in_a_store_is_kept_only_where_it_is_whole(store, tmp_path, left):
    name, source = storage.original_key(uuid4(), "png"), tmp_path / "a"
    default_storage.save(name, ContentFile(left))
    source.write_bytes(b"whole")
    storage.put(name, source)
    with default_storage.open(name) as kept:
        assert kept.read() == b"whole"
    assert not source.exists()
