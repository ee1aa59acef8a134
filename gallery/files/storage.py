"""Where files lie: names computed from the row, so that storing twice leaves one file and nothing is guessed.

    originals/<2 hex>/<id>.<format>            the vendor's or the uploader's bytes, never rewritten
    renditions/<2 hex>/<id>/<width>.<webp|avif>  made from them
    marked/<2 hex>/<id>/<wording>-<width>.webp  those with words across them, for links that want it
    quarantine/<secret>/…                      where both go while a picture is trashed, hidden or removed

The secret stands in the row before the first file moves, and every move can be made twice: a crash between loses none.
"""

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage, storages

WIDTHS = (320, 640, 1280)
RENDITION_FORMATS = ("webp", "avif")
EXTENSIONS = {"jpeg": "jpg"}
DIRECTORY_MODE = 0o700


def original_key(image_id: UUID, format: str) -> str:
    return f"originals/{image_id.hex[-2:]}/{image_id.hex}.{EXTENSIONS.get(format, format)}"


def rendition_key(image_id: UUID, width: int, format: str) -> str:
    return f"renditions/{image_id.hex[-2:]}/{image_id.hex}/{width}.{format}"


def marked_folder(image_id: UUID) -> str:
    """Renditions with words across them, as links show them."""
    return f"marked/{image_id.hex[-2:]}/{image_id.hex}"


def placed(image: Any, key: str) -> str:
    """The key as it is now: under its secret folder while the picture is in quarantine."""
    return f"quarantine/{image.quarantine}/{key}" if image.quarantine else key


def original_name(image: Any) -> str:
    return placed(image, original_key(image.pk, image.format))


def rendition_name(image: Any, width: int, format: str) -> str:
    return placed(image, rendition_key(image.pk, width, format))


def keys_of(image: Any) -> list[str]:
    """Every key that the picture may have files under, as if it were in no quarantine."""
    renditions = [rendition_key(image.pk, width, form) for width in WIDTHS for form in RENDITION_FORMATS]
    return [original_key(image.pk, image.format), *renditions]


def is_local() -> bool:
    """The storage is a folder of this host."""
    return isinstance(storages["default"], FileSystemStorage)


def local_path(name: str) -> Path | None:
    """The file's path where the storage is a folder of this host; None where it is not."""
    stored = storages["default"]
    return Path(stored.path(name)) if isinstance(stored, FileSystemStorage) else None


def put(name: str, source: Path) -> None:
    """Moves a finished file to its place. Idempotent: what stands there already is replaced by the same bytes."""
    to = local_path(name)
    if to is None:
        upload(name, source)
        return
    to.parent.mkdir(parents=True, exist_ok=True, mode=DIRECTORY_MODE)
    sync(source)
    try:
        source.replace(to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copied = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
        shutil.copyfile(source, copied)
        sync(copied)
        copied.replace(to)
        source.unlink()
    sync(to.parent)


def upload(name: str, source: Path) -> None:
    """To a store that gives a taken name another one: what an earlier try left there whole is kept."""
    if default_storage.exists(name):
        if default_storage.size(name) == source.stat().st_size:
            source.unlink()
            return
        default_storage.delete(name)
    with source.open("rb") as file:
        stored = default_storage.save(name, File(file))
    if stored != name:
        default_storage.delete(stored)
        raise OSError(f"the storage gave {name} another name")
    source.unlink()


def sync(path: Path) -> None:
    """Bytes of a file, or the names in a folder, are on the disk when this returns: a power cut takes nothing back."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_original(image: Any) -> File:
    """FileNotFoundError where it is not there."""
    return default_storage.open(original_name(image))


@contextmanager
def local_original(image: Any) -> Iterator[Path]:
    """The original as a file of this host: itself, or a copy that is removed afterwards.

    Raises:
        FileNotFoundError: it is not there.
    """
    name = original_name(image)
    path = local_path(name)
    if path is not None:
        if not path.exists():
            raise FileNotFoundError(name)
        yield path
        return
    with default_storage.open(name) as stored, tempfile.NamedTemporaryFile(suffix=f".{image.format}") as copy:
        shutil.copyfileobj(stored, copy, 1 << 20)
        copy.flush()
        yield Path(copy.name)


def secret_folder() -> str:
    return secrets.token_urlsafe(24)


def quarantine(image: Any) -> str:
    """Moves the files to the secret folder ``image.quarantine``, so that a link that is still valid finds nothing.

    The folder's name is saved before. Renditions go first. Returns the name: a new one where none was given.
    """
    folder = image.quarantine or secret_folder()
    for key in keys_of(image)[::-1]:
        move(key, f"quarantine/{folder}/{key}")
    return folder


def release(image: Any, folder: str = "") -> None:
    """Moves the files from ``folder``, or the one that the row names, back to where their links lead."""
    for key in keys_of(image):
        move(f"quarantine/{folder or image.quarantine}/{key}", key)


def move(source: str, target: str) -> None:
    """Nothing to move is no error: a rendition may not have been made, or an earlier try may have moved it."""
    if not default_storage.exists(source):
        return
    path = local_path(source)
    if path is not None:
        with suppress_gone(source):
            put(target, path)
        return
    with suppress_gone(source):
        if not default_storage.exists(target):
            with default_storage.open(source) as file:
                default_storage.save(target, file)
        default_storage.delete(source)


@contextmanager
def suppress_gone(source: str) -> Iterator[None]:
    """Another move may be at it too, or the picture’s destruction, and be faster."""
    try:
        yield
    except FileNotFoundError:
        if default_storage.exists(source):
            raise


def exists(name: str) -> bool:
    return bool(default_storage.exists(name))


def places_of(image: Any) -> list[str]:
    """Every name that a file of the picture may have, also where a move to quarantine was cut short."""
    keys = keys_of(image)
    return [*keys, *(placed(image, key) for key in keys)] if image.quarantine else keys


def delete_files(image: Any) -> None:
    """For good: original, renditions and what was drawn on them."""
    delete(places_of(image))
    folder = marked_folder(image.pk)
    with suppress(FileNotFoundError):
        delete(f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
