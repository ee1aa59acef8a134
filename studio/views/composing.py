"""What the composer, its panel and its price need in a template."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict

from gallery.models import Image
from studio import catalogue
from studio.catalogue import ModelSpec
from studio.catalogue.counting import MAX_COUNT
from studio.catalogue.pricing import price_of_picture
from studio.forms import ComposerForm, as_uuid, data_of_run, new_key
from studio.models import Run
from studio.views.panel import OptionRow, model_row, model_rows, monogram, option_rows
from studio.views.taking import take_over

LEADING = ("quality", "resolution", "sampleImageSize", "imageSize")


def composer_context(form: ComposerForm, *, show_errors: bool = False, key: str = "") -> dict[str, Any]:
    """The whole composer, drawn as it was posted; ``show_errors`` puts errors at the fields."""
    form.is_valid()
    rows, advanced = option_rows(form)
    return price_context(form) | {
        "show_errors": show_errors,
        "key": key or new_key(),
        "models": model_rows(form),
        "rows": rows,
        "advanced": advanced,
        "advanced_open": any(row.changed or row.errors for row in advanced),
        "changed_count": sum(row.changed for row in (*rows, *advanced)),
        "lead_row": lead_row(rows),
        "mapped": mapped(form),
        "most": MAX_COUNT,
        "upload_max": settings.UPLOAD_MAX_BYTES,
    }


def lead_row(rows: list[OptionRow]) -> OptionRow | None:
    """The option that the composer shows as a chip: what moves the price, or how large or fine it gets."""
    segments = [row for row in rows if row.kind == "segment"]
    priced = (row for row in segments if any(choice.price is not None for choice in row.choices))
    return next(priced, None) or next((row for row in segments if row.option.name in LEADING), None)


def price_context(form: ComposerForm) -> dict[str, Any]:
    """The button's price, its lines, and the notes on what will differ from what is asked."""
    form.is_valid()
    asked = form.asked
    each = price_of_picture(asked, len(form.sent_images), asked.size) if asked else model_row(form, form.spec).price
    return {
        "form": form,
        "monogram": monogram(form.spec.vendor),
        "quote": form.quote(),
        "each": each,
        "warnings": asked.warnings if asked else (),
    }


def mapped(form: ComposerForm) -> str:
    """ "No 4:5 here. 3:4 is the nearest." after a change to a model that lacks the shape."""
    wanted = form.value("aspect")
    if not wanted or wanted in (form.aspect_shown, "auto"):
        return ""
    return f"No {wanted} here. {form.aspect_shown} is the nearest."


def starting_data(request: HttpRequest) -> tuple[QueryDict, list[str]]:
    """What the composer opens with, and the fields that the address filled: [] where it asked for nothing.

    ``?run=`` reuses a run, ``?remix=`` a picture's recipe without its seed, ``?from=`` its whole recipe or what
    ``take`` names of it; ``reference``, ``prompt``, ``model``, ``aspect``, ``count`` and "o-<option>" fill
    single fields. Otherwise the settings of the last run, without its words.
    """
    asked = request.GET.copy()
    asked.pop("before", None)
    runs = Run.objects.visible_to(request.user).prefetch_related("run_references")
    if "run" in asked and (run := runs.filter(pk=as_uuid(asked.get("run", ""))).first()):
        data = data_of_run(run)
        return data, list(data)
    if source := asked.pop("remix", None):
        asked.update({"from": source[-1], "take": "remix"})
    if source := asked.pop("from", None):
        image = Image.objects.pictures_visible_to(request.user).filter(pk=as_uuid(source[-1])).first()
        take_over(asked, image, asked.pop("take", ["all"])[-1])
    last = runs.first()
    data = data_of_run(last) if last else QueryDict(mutable=True)
    data["prompt"] = ""
    data.setlist("reference", [])
    data["mask"] = ""
    data["count"] = data.get("count") or "1"
    if "model" in asked:
        data = QueryDict(mutable=True)
    for name in asked:
        data.setlist(name, asked.getlist(name))
    return with_taking_model(data), list(asked)


def with_taking_model(data: QueryDict) -> QueryDict:
    """References, and a mask, given by an address go to a model that takes them, when the last one does not."""
    if not data.getlist("reference"):
        return data
    masked = bool(data.get("mask"))
    known = catalogue.current().get(data.get("model", ""))
    if known and takes(known, masked):
        return data
    taking = next(spec for spec in catalogue.offered() if takes(spec, masked))
    kept = {name: data.getlist(name) for name in data if not name.startswith("o-")}
    fresh = QueryDict(mutable=True)
    for name, values in kept.items():
        fresh.setlist(name, values)
    fresh["model"] = taking.id
    return fresh


def takes(spec: ModelSpec, masked: bool) -> bool:
    return spec.references.max > 0 and (spec.mask is not None or not masked)
