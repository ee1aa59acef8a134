"""Signed links to small renditions that are made, as a gallery page would write them."""

from gallery.files import signatures
from gallery.models import Image
from tests.bench.inside import say


def main() -> None:
    images = Image.objects.filter(renditions__in=(1, 2)).order_by("-created_at")[:50]
    say(links=[signatures.rendition_url(image, 320) for image in images])


if __name__ == "__main__":
    main()
