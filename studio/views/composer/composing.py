"""What the composer, its panel and its price need in a template."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from gallery.models import Image
from studio import catalogue
from studio.catalogue import Asked, Aspect, ModelSpec
from studio.catalogue.counting import MAX_COUNT
from studio.catalogue.shapes import proportion
from studio.composing.forms import ComposerForm, as_uuid, data_of_run, first_offered, new_key
from studio.composing.limits import beyond_limits
from studio.composing.option_fields import SHARED_PREFIX, chosen_models, is_option, is_own
from studio.models import Run
from studio.views.composer.money import money_context
from studio.views.composer.panel import OptionRow, sections, shared_rows
from studio.views.composer.picker import model_rows, monogram, names_of, price_each, takers
from studio.views.composer.presets import preset_context
from studio.views.composer.taking import take_over
from studio.views.composer.taking_words import take_words
from studio.views.composer.tray import tray_context
from studio.words import worded

LEADING = ("quality", "resolution", "sampleImageSize", "imageSize")


@dataclass(frozen=True, slots=True)
class Line:
    """What one model adds to the price. ``each`` and ``price`` in US dollars, None when unknown."""

    asked: Asked
    monogram: str
    each: Decimal | None
    price: Decimal | None
    references: int


@dataclass(frozen=True, slots=True)
class Note:
    """What will differ from what was asked for, said of ``label`` where several models are chosen."""

    label: str
    words: str


def composer_context(form: ComposerForm, *, show_errors: bool = False, key: str = "") -> dict[str, Any]:
    """The whole composer, drawn as it was posted; ``show_errors`` puts errors at the fields."""
    form.is_valid()
    drawn, shared = sections(form), shared_rows(form)
    rows = [*shared, *(row for section in drawn for row in section.every_row)]
    return price_context(form) | {
        "show_errors": show_errors,
        "key": key or new_key(),
        "models": model_rows(form),
        "takers": takers(form),
        "names": names_of(form),
        "aspects": aspects(form),
        "sections": drawn,
        "shared": shared,
        "changed_count": sum(row.changed for row in rows),
        "lead_row": lead_row([*shared, *(row for section in drawn for row in section.rows)]),
        "mapped": "" if form.several else mapped(form),
        "most": MAX_COUNT,
        **tray_context(form),
        "upload_max": settings.UPLOAD_MAX_BYTES,
    }


def lead_row(rows: list[OptionRow]) -> OptionRow | None:
    """The option that the composer shows as a chip: what moves the price, or how large or fine it gets."""
    segments = [row for row in rows if row.kind == "segment"]
    priced = (row for row in segments if any(choice.price is not None for choice in row.choices))
    return next(priced, None) or next((row for row in segments if row.option.name in LEADING), None)


def aspects(form: ComposerForm) -> list[Aspect]:
    """The picker's shapes: one model's own in its order, or all that any of several delivers, square to wide."""
    if not form.several:
        return list(form.spec.aspects)
    found = {aspect.ratio: aspect for spec in form.specs for aspect in spec.aspects}
    return sorted(found.values(), key=lambda aspect: place_of(proportion(aspect.ratio)))


def place_of(ratio: float | None) -> tuple[int, float]:
    if ratio is None:
        return 3, 0
    return (0 if ratio == 1 else 1 if ratio < 1 else 2), max(ratio, 1 / ratio)


def price_context(form: ComposerForm) -> dict[str, Any]:
    """The button's price, its lines, and the notes on what will differ from what is asked."""
    form.is_valid()
    lines, beyond = price_lines(form), beyond_limits(form)
    return (
        money_context(form)
        | preset_context(form)
        | {
            "form": form,
            "lines": lines,
            "pictures": sum(line.asked.count for line in lines) * form.prompts,
            "each_pictures": form.priced.count if form.priced else 1,
            "several_prompts": form.expansion if form.prompts > 1 else None,
            "quote": form.quote(),
            "book": catalogue.shipped(),
            "each": price_each(form, form.spec),
            "notes": [
                Note(line.asked.spec.label if form.several else "", worded(words))
                for line in lines
                for words in line.asked.warnings
            ],
            "blocked": blocked(form) or next(iter(beyond), ""),
            "beyond": beyond,
            "needs_prompt": any(spec.prompt_required for spec in form.specs),
        }
    )


def notes_of(form: ComposerForm, lines: list[Line]) -> list[Note]:
    of = [(line.asked.spec.short_label if form.several else "", line.asked.warnings) for line in lines]
    return [Note(label, worded(words)) for label, warnings in of for words in warnings]


def price_lines(form: ComposerForm) -> list[Line]:
    if form.priced is None:
        return []
    parts = zip(form.specs, form.priced.asked, form.priced.quotes, strict=True)
    return [
        Line(asked, monogram(spec.vendor), price_each(form, spec), price, len(form.images_for(spec)))
        for spec, asked, price in parts
    ]


def blocked(form: ComposerForm) -> str:
    """Why Generate cannot be pressed whatever is written; empty when it can."""
    if not form.specs:
        return _("Choose a model")
    for spec in form.specs:
        if spec.retired:
            return _("%(model)s is retired") % {"model": spec.label}
        if spec.barred:
            return _("%(model)s is not open to you") % {"model": spec.label}
    return ""


def mapped(form: ComposerForm) -> str:
    """ "No 4:5 here. 3:4 is the nearest." after a change to a model that lacks the shape."""
    wanted = form.value("aspect")
    if not wanted or wanted in (form.aspect_shown, "auto"):
        return ""
    return _("No %(wanted)s here. %(aspect_shown)s is the nearest.") % {
        "wanted": wanted,
        "aspect_shown": form.aspect_shown,
    }


def starting_data(request: HttpRequest) -> tuple[QueryDict, list[str]]:
    """What the composer opens with, and the fields that the address filled: [] where it asked for nothing.

    ``?run=`` reuses a run, ``?remix=`` a picture's recipe without its seed, ``?from=`` its whole recipe or what
    ``take`` names of it; ``reference``, ``prompt``, ``model`` (also several), ``aspect``, ``count`` and options
    (option_fields.py) fill single fields, and so does a file's recipe that is posted. Otherwise the settings of the
    last run, without its words.
    """
    asked = request.POST.copy() if request.method == "POST" else request.GET.copy()
    for name in ("before", "recovered", "csrfmiddlewaretoken"):
        asked.pop(name, None)
    take_words(asked, request.user)
    runs = Run.objects.visible_to(request.user).prefetch_related("run_references")
    if "run" in asked and (run := runs.filter(pk=as_uuid(asked.get("run", ""))).first()):
        data = data_of_run(run)
        return data, list(data)
    if source := asked.pop("remix", None):
        asked.update({"from": source[-1], "take": "remix"})
    if source := asked.pop("from", None):
        image = Image.objects.pictures_visible_to(request.user).filter(pk=as_uuid(source[-1])).first()
        take_over(asked, image, asked.pop("take", ["all"])[-1])
        without_anothers_mask(asked, request.user)
    last = runs.first()
    data = data_of_run(last) if last else QueryDict(mutable=True)
    data["prompt"] = ""
    data.setlist("reference", [])
    data["mask"] = data["remix_of"] = ""
    data["count"] = data.get("count") or "1"
    if "model" in asked:
        data = QueryDict(mutable=True)
    for name in asked:
        without_own(data, name)
        data.setlist(name, asked.getlist(name))
    data.setlist("model", [spec.id for spec in chosen_models(data)[0]] or [first_offered(request.user).id])
    return with_taking_model(data), list(asked)


def without_anothers_mask(asked: QueryDict, user: Any) -> None:
    """A mask is its owner's alone: a teammate's recipe comes without it."""
    if asked.get("mask") and not Image.objects.masks_of(user).filter(pk=as_uuid(asked.get("mask", ""))).exists():
        del asked["mask"]


def without_own(data: QueryDict, name: str) -> None:
    """A value for all, such as a recalled seed, takes the place of those that were set apart."""
    if name.startswith(SHARED_PREFIX):
        for own in [field for field in data if is_own(field, name.removeprefix(SHARED_PREFIX))]:
            del data[own]


def with_taking_model(data: QueryDict) -> QueryDict:
    """References, and a mask, given by an address go to a model that takes them, when the last one does not."""
    if not data.getlist("reference"):
        return data
    masked = bool(data.get("mask"))
    specs = catalogue.current()
    if any(takes(specs[id], masked) for id in data.getlist("model") if id in specs):
        return data
    taking = next(spec for spec in catalogue.offered() if takes(spec, masked))
    fresh = QueryDict(mutable=True)
    for name in data:
        if not is_option(name):
            fresh.setlist(name, data.getlist(name))
    fresh.setlist("model", [taking.id])
    return fresh


def takes(spec: ModelSpec, masked: bool) -> bool:
    return spec.references.most > 0 and (spec.mask is not None or not masked)
