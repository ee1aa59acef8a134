"""Pictures with real files, drawn in memory and kept by the ordinary way in."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from gallery import ingest
from gallery.files import rendering
from gallery.models import Image
from gallery.models.image import Kind

GPS = 0x8825
MAKE = 0x010F


def drawn(format: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    file = io.BytesIO()
    Pixels.new("RGB", size, "teal").save(file, format, **options)
    return file.getvalue()


def placed() -> bytes:
    """A photograph that tells where and with what it was taken."""
    exif = Pixels.Exif()
    exif[MAKE] = "Camera of Ada"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    return drawn(exif=exif)


def kept(owner: Any, content: bytes | None = None, *, name: str = "harbour.jpg", kind: str = Kind.UPLOAD) -> Image:
    return ingest.add_upload(owner=owner, uploaded_file=SimpleUploadedFile(name, content or drawn()), kind=kind)


def rendered(image: Image) -> Image:
    """With its smaller copies, made here and not by a worker."""
    rendering.make(image, "webp")
    Image.objects.filter(pk=image.pk).update(renditions=rendering.WEBP_DONE)
    return Image.objects.get(pk=image.pk)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
