"""What a picture is found by: its words, cut as gallery/tokens.py does and indexed by the database at hand."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from gallery.tokens import line_of, words_of

SEARCHED = ("title", "prompt", "file_name")
BETWEEN = "xnextx"  # no phrase reaches from one field into the next
LAST_PLACE = 16_383  # PostgreSQL counts no further


def owner_word(pk: int) -> str:
    """Stands in each picture's index, so that one person's are found without looking at everybody's."""
    return f"xo{pk}ox"


class Vector(models.Field):
    """A tsvector on PostgreSQL, given as its text form; an empty text elsewhere."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return value if connection.vendor == "postgresql" else ""


class ImageWords(models.Model):
    """``text`` as line_of writes it, the owner's word last. SQLite indexes it in the FTS5 table gallery_words."""

    id = models.BigAutoField(primary_key=True)
    image = models.OneToOneField("gallery.Image", on_delete=models.CASCADE, related_name="words")
    text = models.TextField()
    vector = Vector(default="", editable=False)

    class Meta:
        verbose_name_plural = "image words"

    def __str__(self) -> str:
        return self.text.strip()[:80]


def index(images: Iterable[Any]) -> None:
    """Writes what these pictures are found by; writing twice changes nothing."""
    rows = [row_of(image) for image in images]
    ImageWords.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["image"], update_fields=["text", "vector"]
    )


def row_of(image: Any) -> ImageWords:
    words: list[str] = []
    for field in SEARCHED:
        words += [*words_of(getattr(image, field)), BETWEEN]
    words.append(owner_word(image.owner_id))
    vector = " ".join(f"'{word}':{min(place, LAST_PLACE)}" for place, word in enumerate(words, start=1))
    return ImageWords(image_id=image.pk, text=line_of(words), vector=vector)
