"""Signed links to small renditions that are made, as a gallery page would write them."""

from django.core.files.storage import default_storage

from gallery.files import signatures, storage
from gallery.models import Image
from tests.bench.inside import given, say


def main() -> None:
    images = Image.objects.filter(renditions__in=(1, 2)).order_by("-created_at")[: given().get("most", 50)]
    say(
        links=[signatures.rendition_url(image, 320) for image in images],
        files=[storage.rendition_name(image, 320, "webp") for image in images],
        folder=default_storage.path(""),
        shapes=[image.width / image.height for image in images],
    )


if __name__ == "__main__":
    main()
