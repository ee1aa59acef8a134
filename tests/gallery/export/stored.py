"""Pictures with a real original, and what came back of a download."""

import io
import zipfile
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pixels

from gallery.files import storage
from gallery.models import Board, Image
from gallery.models.board import BoardItem
from tests.factories import ImageFactory


def drawn(form: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    """Its left half is teal, its right half tan, so that a crop can be told."""
    picture = Pixels.new(mode, size, "teal" if mode == "RGB" else (0, 128, 128, 90))
    picture.paste("tan" if mode == "RGB" else (0, 0, 0, 0), (size[0] // 2, 0, *size))
    file = io.BytesIO()
    picture.save(file, form)
    return file.getvalue()


def picture(owner: Any, content: bytes | None = None, **columns: Any) -> Image:
    content = drawn() if content is None else content
    image: Image = ImageFactory(owner=owner, **{"width": 60, "height": 40, "bytes": len(content), **columns})
    default_storage.save(storage.original_name(image), ContentFile(content))
    return image


def on_board(owner: Any, name: str, *images: Image) -> Board:
    board = Board.objects.create(owner=owner, name=name)
    for image in images:
        BoardItem.objects.create(board=board, image=image, by=owner)
    return board


def whole(response: Any) -> bytes:
    """The body, which is as long as was said where that was."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert int(response.headers.get("Content-Length", len(body))) == len(body)
    return body


def unzipped(response: Any) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(whole(response)))
    assert found.testzip() is None
    return found


def pixels(body: bytes) -> Pixels.Image:
    return Pixels.open(io.BytesIO(body))
