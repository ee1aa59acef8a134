"""What a picture is found by: its words, cut as gallery/tokens.py does and indexed by the database at hand."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models

from gallery.models.likeness import Likeness
from gallery.models.tag import Tagging
from gallery.statements import insert
from gallery.tokens import line_of, words_of

SEARCHED = ("title", "prompt", "file_name")
INDEXED = {
    *SEARCHED,
    "model",
    "model_label",
    "vendor",
    "parent",
    "asked",
    "sandbox",
    "kind",
    "width",
    "height",
    "owner",
}
LAST_PLACE = 16_383  # PostgreSQL counts no further

# Words of our own, beside those of texts. No text that is cut into words holds this sign, so nobody can type one.
MARK = "ª"
BETWEEN = MARK  # no phrase reaches from one field into the next
END = f"{MARK}end"


def owner_word(pk: int) -> str:
    """Stands in each picture's index, so that one person's are found without looking at everybody's."""
    return f"{MARK}o{pk}"


def space_name(team_id: UUID | None, user_id: int | None) -> str:
    """Whose tags: the team's, else the person's. What one space calls a picture is found in that space alone."""
    return f"t{team_id.hex}" if team_id else f"u{user_id}"


def tag_words(space: str, name: str) -> list[str]:
    """The tag's words as a search in that space looks for them."""
    return [f"{MARK}t{space}{MARK}{word}" for word in words_of(name)]


def tag_word(space: str, name: str) -> str:
    """The tag as a whole, in any case."""
    tidy = " ".join(name.split()).casefold()
    return f"{MARK}g{space}{MARK}{hashlib.sha256(tidy.encode(errors='replace')).hexdigest()[:16]}"


def field_words(field: str, text: str) -> list[str]:
    """Of a model's or a vendor's name: "model" of "Flux 2" is two words side by side."""
    return [f"{MARK}{field[0]}{MARK}{word}" for word in words_of(text)]


def fact_word(field: str, value: str) -> str:
    """ "shape" "portrait", "color" "teal", "has" "mask", "is" "uploaded"."""
    return f"{MARK}f{field}{MARK}{value}"


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


def index(images: Iterable[Any], *, fresh: bool = False) -> None:
    """Writes what these pictures are found by; writing twice changes nothing. ``fresh``: none has tags or looks yet."""
    rows = list(images)
    tags, looks = ({}, {}) if fresh else (tags_of(rows), looks_of(rows))
    made = [row_of(image, tags.get(image.pk, ()), looks.get(image.pk, ())) for image in rows]
    insert(made, conflict="ON CONFLICT (image_id) DO UPDATE SET text = EXCLUDED.text, vector = EXCLUDED.vector")


def tags_of(images: list[Any]) -> dict[UUID, list[tuple[str, str]]]:
    """(space, name) of each tag."""
    found: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = Tagging.objects.filter(image__in=[image.pk for image in images]).order_by("id")
    for image, owner, team, name in rows.values_list("image_id", "tag__owner_id", "tag__team_id", "tag__name"):
        found[image].append((space_name(team, owner), name))
    return found


def looks_of(images: list[Any]) -> dict[UUID, list[str]]:
    """Names of the colours."""
    rows = Likeness.objects.filter(image__in=[image.pk for image in images])
    return dict(rows.values_list("image_id", "colors"))


def row_of(image: Any, tags: Iterable[tuple[str, str]] = (), colors: Iterable[str] = ()) -> ImageWords:
    words: list[str] = []
    for field in SEARCHED:
        words += [*words_of(getattr(image, field)), BETWEEN]
    for field, text in (("model", image.model), ("model", image.model_label), ("vendor", image.vendor)):
        words += [*field_words(field, text), END]
    words += [fact_word(*fact) for fact in facts_of(image)]
    words += [fact_word("color", color) for color in colors]
    for space, name in tags:
        words += [*tag_words(space, name), END, tag_word(space, name)]
    words.append(owner_word(image.owner_id))
    vector = " ".join(f"'{word}':{min(place, LAST_PLACE)}" for place, word in enumerate(words, start=1))
    return ImageWords(image_id=image.pk, text=line_of(words), vector=vector)


def facts_of(image: Any) -> list[tuple[str, str]]:
    """What fields of a search ask for, of the picture's own columns."""
    asked = image.asked if isinstance(image.asked, dict) else {}
    having = {"parent": image.parent_id, "mask": asked.get("mask"), "title": image.title}
    states = {"uploaded": image.kind == "upload", "generated": image.kind == "generated", "demo": image.sandbox}
    return [
        *(("shape", shape) for shape in shapes(image.width, image.height)),
        *(("has", name) for name, there in having.items() if there),
        *(("is", name) for name, so in states.items() if so),
    ]


def shapes(width: int, height: int) -> list[str]:
    """A panorama is landscape too; a square may be off by two in a hundred."""
    if abs(width - height) * 50 <= max(width, height):
        return ["square"]
    if height > width:
        return ["portrait"]
    return ["landscape", "wide"] if width >= 2 * height else ["landscape"]
