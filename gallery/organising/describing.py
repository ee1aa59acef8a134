"""Words that a picture's owner gives it: title, notes, the name of a branch, a text for those who cannot see it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Image

OWNERS_WORDS = gettext_lazy("Only the picture’s owner may do this.")
FIELDS = ("title", "alt", "notes", "branch")


def describe(image: Image, *, by: Any, **words: str) -> None:
    """``words``: any of FIELDS; the search finds it by its new title at once.

    Raises:
        PermissionDenied: it is not ``by``'s.
    """
    if not access.can_change_image(by, image):
        raise PermissionDenied(OWNERS_WORDS)
    for name, text in words.items():
        setattr(image, name, " ".join(text.split()) if name == "branch" else text)
    image.save(update_fields=[name for name in FIELDS if name in words])
