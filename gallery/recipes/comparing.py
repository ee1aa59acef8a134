"""Two to six pictures side by side: their recipes as one table, with what differs marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gallery.models import Image
from gallery.recipes import diffing, recipe

FEWEST, MOST = 2, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """``value`` None where the picture has no such setting. ``best``: why it is to be preferred, such as "lowest"."""

    value: Any
    differs: bool = False  # delivered is another than asked
    best: str = ""
    changes: tuple[diffing.Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """``kind``: text, price (US dollars) or seconds."""

    setting: str
    cells: tuple[Cell, ...]
    kind: str = "text"

    @property
    def same(self) -> bool:
        return len({cell.value for cell in self.cells}) == 1


def lines_of(images: Sequence[Image]) -> list[Line]:
    """Every setting that one of them has, in the order of a recipe."""
    recipes = [{row.setting: row for row in recipe.rows_of(image)} for image in images]
    settings = list(dict.fromkeys(setting for rows in recipes for setting in rows))
    found = [
        Line(_("Model"), plain(image.model_label or _("Upload") for image in images)),
        Line(_("Vendor"), plain(image.vendor for image in images)),
        *(Line(setting, settled(setting, recipes, images)) for setting in settings),
        Line(_("Price"), figures([image.cost for image in images], _("lowest")), "price"),
        Line(_("Time"), figures([image.seconds for image in images], _("fastest")), "seconds"),
        Line(_("References"), plain(str(len(image.asked.get("references") or [])) for image in images)),
        Line(_("Prompt"), prompts(images)),
        Line(_("Prompt used"), tuple(used(image) for image in images)),
    ]
    return [line for line in found if any(cell.value not in (None, "") for cell in line.cells)]


def plain(texts: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def settled(setting: str, recipes: Sequence[dict[str, recipe.Row]], images: Sequence[Image]) -> tuple[Cell, ...]:
    """What was delivered; what was asked, where nobody reported what came."""
    rows = [rows.get(setting) for rows in recipes]
    cells = tuple(Cell(row.delivered or row.asked, row.differs) if row else Cell(None) for row in rows)
    if setting == recipe.format_label():  # how many bytes came is nobody's setting
        return tuple(Cell(recipe.NAMES[image.format], cell.differs) for image, cell in zip(images, cells, strict=True))
    if setting != recipe.size_label():
        return cells
    largest = best_of([image.width * image.height for image in images], max)
    return tuple(
        Cell(cell.value, cell.differs, _("largest") if index in largest else "") for index, cell in enumerate(cells)
    )


def figures(values: Sequence[Any], best: str) -> tuple[Cell, ...]:
    chosen = best_of(values, min)
    return tuple(Cell(value, best=best if index in chosen else "") for index, value in enumerate(values))


def best_of(values: Sequence[Any], choose: Callable[..., Any]) -> set[int]:
    """The places of the best value; none where all are the same or only one is known."""
    known = [value for value in values if value is not None]
    if len(set(known)) < FEWEST:
        return set()
    best = choose(known)
    return {index for index, value in enumerate(values) if value == best}


def prompts(images: Sequence[Image]) -> tuple[Cell, ...]:
    """The first whole, the others by what they changed of it."""
    first = images[0].prompt
    return tuple(
        Cell(image.prompt, changes=against(first, image.prompt) if index else ()) for index, image in enumerate(images)
    )


def against(before: str, after: str) -> tuple[diffing.Change, ...]:
    return tuple(diffing.excerpt(diffing.words(before, after))) if diffing.differ(before, after) else ()


def used(image: Image) -> Cell:
    """What the vendor made of the words."""
    if image.kind != "generated":
        return Cell(None)
    if not image.revised_prompt.strip():
        return Cell(_("Not reported"))
    if not diffing.differ(image.prompt, image.revised_prompt):
        return Cell(_("As written"))
    return Cell(image.revised_prompt, changes=against(image.prompt, image.revised_prompt))
