"""Published pictures with files, as moderators meet them."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pixels

from gallery.cases.pictures import becoming
from gallery.files import storage
from tests.factories import ImageFactory


def published(team, **values):
    """A picture in the team, with its original and one rendition in the storage."""
    image = ImageFactory(published=True, team=team, renditions=1, **values)
    for key, form in (
        (storage.original_key(image.pk, "png"), "PNG"),
        (storage.rendition_key(image.pk, 640, "webp"), "WEBP"),
    ):
        drawn = io.BytesIO()
        Pixels.new("RGB", (8, 6), "teal").save(drawn, form)
        default_storage.save(key, ContentFile(drawn.getvalue()))
    return image


def judge(image, action):
    """Hides, removes or restores it, as a decision does."""
    with becoming(image, {"hide": "hidden", "remove": "removed", "restore": ""}[action]):
        pass
