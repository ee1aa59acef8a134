"""What was asked for, made: a file, a ZIP or a contact sheet. What is large lies on the disk, never in memory."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.export import chosen, cleaning, converting, marking, naming, sheet
from gallery.export.chosen import One
from gallery.export.converting import Conversion
from gallery.export.packing import NOTES, Entry, Packed, Told, read, size_of
from gallery.export.sidecar import Sidecar
from gallery.files import storage
from gallery.files.uploads import Unacceptable
from gallery.ingest import spool_folder
from gallery.models import Image
from gallery.recipes.recipe import rows_of

log = structlog.get_logger(__name__)

AT_ONCE = 200  # pictures that are converted before a ZIP's first byte; of more each when its turn comes
MOST_CONVERTED = 5000


@dataclass(frozen=True, slots=True)
class Wanted:
    """``conversion`` None: originals, byte for byte. ``recipe``: prompt and model in converted files and sheets."""

    conversion: Conversion | None = None
    template: str = naming.DEFAULT
    recipe: bool = False
    sidecar: bool = True


class Lost(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The file of a picture cannot be read; the message says why."""


def file_name(one: One, ending: str, template: str, *, number: int = 1, total: int = 1) -> str:
    facts = naming.facts_of(one.image, board=one.board, number=number, total=total)
    return f"{naming.stem(template, facts)}.{ending}"


def ending_of(key: str) -> str:
    return key.rpartition(".")[2]


def converted(one: One, wanted: Wanted, folder: Path) -> Path:
    """The picture as a file of ``folder``.

    Raises:
        Lost: the original is not there, or cannot be decoded or written so.
    """
    assert wanted.conversion
    target = folder / f"{one.image.pk.hex}.{wanted.conversion.ending}"
    mark = marking.xmp(one.image, recipe=wanted.recipe)
    try:
        with storage.local_original(one.image) as source:
            converting.convert(source, target, wanted.conversion, xmp=mark, max_pixels=settings.MAX_PIXELS)
    except Unacceptable as refusal:
        raise Lost(str(refusal)) from refusal
    except OSError as error:
        log.warning("original_missing", image=str(one.image.pk), error=str(error))
        raise Lost(_("The original of this picture is not there.")) from error
    return target


def late(one: One, wanted: Wanted) -> Iterator[bytes]:
    """The same as bytes, made when the first is asked for and gone after the last. Raises Lost."""
    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="export-") as folder:
        yield from read(converted(one, wanted, Path(folder)))


def single(one: One, wanted: Wanted) -> IO[bytes]:
    """One converted picture, as an open file without a name. Raises Lost."""
    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="export-") as folder:
        return converted(one, wanted, Path(folder)).open("rb")


@dataclass(slots=True)
class Packing:
    """The entries of a ZIP as they are found, in order."""

    user: Any
    wanted: Wanted
    folder: Path
    total: int
    late: bool = False
    names: naming.Names = field(default_factory=lambda: naming.Names(NOTES, "recipes.json", "recipes.csv"))
    entries: list[Entry] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    def add(self, one: One, number: int) -> str:
        """The name of its file; "" where it has none."""
        facts = naming.facts_of(one.image, board=one.board, number=number, total=self.total)
        stem = naming.stem(self.wanted.template, facts)
        try:
            entry = self.converted(one, stem) if self.wanted.conversion else self.original(one, stem)
        except Lost as lost:
            self.told.missing.append(f"{stem} ({one.image.pk}): {lost}")
            return ""
        self.entries.append(replace(entry, still=partial(in_sight, one.image.pk)))
        return entry.name

    def converted(self, one: One, stem: str) -> Entry:
        assert self.wanted.conversion
        if self.late:
            name = self.names.once(stem, self.wanted.conversion.ending)
            return Entry(name, None, made=partial(late, one, self.wanted))
        path = converted(one, self.wanted, self.folder)
        return Entry(self.names.once(stem, ending_of(path.name)), path.stat().st_size, path=path)

    def original(self, one: One, stem: str) -> Entry:
        key = storage.original_name(one.image)
        size = size_of(key, one.image.bytes)
        if size is None:
            raise Lost(_("The original of this picture is not there."))
        if not cleaning.needed(one.image, self.user):
            return Entry(self.names.once(stem, ending_of(key)), size, key=key)
        name = self.names.once(stem, cleaning.ending_of(one.image))
        if cleaning.keeps_its_length(one.image):
            return Entry(name, size, made=partial(cleaning.pieces, one.image))
        path = self.folder / f"{one.image.pk.hex}.copy"
        try:
            with path.open("wb") as file:
                file.writelines(cleaning.pieces(one.image))
        except (OSError, Unacceptable) as error:
            raise Lost(str(error)) from error
        return Entry(name, path.stat().st_size, path=path)


def in_sight(pk: UUID) -> bool:
    """A picture that was removed since the ZIP began does not leave with it, whatever lies ready for it."""
    return Image.objects.filter(pk=pk, moderation="", trashed_at=None).exists()


def packed(user: Any, ids: Sequence[UUID], wanted: Wanted) -> Packed:
    """The ZIP of these pictures. Closing it removes what was made for it. Its length is known but for conversions of
    more than AT_ONCE.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=spool_folder(), prefix="export-")))
        late = wanted.conversion is not None and len(ids) > AT_ONCE
        packing = Packing(user, wanted, folder, len(ids), late)
        sidecar = Sidecar(folder)
        stack.callback(sidecar.close)
        for number, one in enumerate(chosen.each(user, ids), start=1):
            name = packing.add(one, number)
            sidecar.add(one, name)
        sidecar.finish()
        extras = [sidecar.json_path, sidecar.csv_path] if wanted.sidecar else []
        packing.told.number = len(packing.entries)
        packing.entries += [Entry(path.name, path.stat().st_size, path=path) for path in extras]
        return Packed(packing.entries, packing.told, stack.pop_all())


def contact_sheet(user: Any, ids: Sequence[UUID], wanted: Wanted, *, layout: str, title: str) -> IO[bytes]:
    """An open PDF without a name."""
    file = tempfile.TemporaryFile(dir=spool_folder())  # noqa: SIM115 (its reader closes it)
    try:
        day = f"{timezone.localdate():%Y-%m-%d}"
        sheet.draw(file, pieces(user, ids, wanted, layout), layout=layout, title=title, day=day, total=len(ids))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def pieces(user: Any, ids: Sequence[UUID], wanted: Wanted, layout: str) -> Iterator[sheet.Piece]:
    for number, one in enumerate(chosen.each(user, ids), start=1):
        image = one.image
        facts = naming.facts_of(image, board=one.board, number=number, total=len(ids))
        made = ", ".join(part for part in (image.model_label, f"{image.width} × {image.height}") if part)
        yield sheet.Piece(
            number,
            image.title or naming.stem(wanted.template, facts),
            small(image, sheet.SIDES[layout]),
            image.width,
            image.height,
            made,
            image.prompt if wanted.recipe else "",
            told(one) if layout == "recipes" else (),
        )


def small(image: Image, side: int) -> bytes | None:
    try:
        with storage.local_original(image) as source:
            mark = marking.xmp(image, recipe=False)
            return converting.small_jpeg(source, side, xmp=mark, max_pixels=settings.MAX_PIXELS)
    except (OSError, Unacceptable) as error:
        log.warning("not_on_the_sheet", image=str(image.pk), error=str(error))
        return None


def told(one: One) -> list[tuple[str, str]]:
    image = one.image
    found = [(_("Model"), f"{image.model_label}, {image.vendor}")] if image.model_label else []
    found += [(row.setting, row.delivered or row.asked) for row in rows_of(image)][:5]
    found += [(_("Made by"), image.owner.name), (_("Day"), f"{timezone.localtime(image.created_at):%Y-%m-%d %H:%M}")]
    term = marking.source_type(image)
    return [*found, (_("Source"), term)] if term else found
