"""The dry run on a model's page: what would be sent for these options. A GET, since nothing is sent or written."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.models import Image
from studio import keys, submission
from studio.administration.rehearsing import rehearse
from studio.catalogue import Invalid, ModelSpec, Option
from studio.composing.forms import as_text
from studio.views.administration.administrators import administrators_only
from studio.views.administration.models import frame_of, known, of_one
from studio.views.requests import Request
from studio.words import worded

PROMPT = "A harbour at dawn"
PREFIX = "option-"


@dataclass(frozen=True, slots=True)
class Field:
    option: Option
    name: str
    value: str
    choices: tuple[str, ...]


@require_safe
@administrators_only
def dry_run(request: Request, model: str) -> HttpResponse:
    spec = known(model)
    given = request.GET
    values = {name: given.get(name, "") for name in ("aspect", "count", "references")}
    context = {
        "prompt": given.get("prompt", PROMPT),
        "values": values,
        "fields": [field_of(option, given) for option in spec.options],
        "aspects": [aspect.ratio for aspect in spec.aspects],
        "most": range(spec.references.min, min(spec.references.max, 8) + 1),
        "demo": keys.on_sandbox(),
    }
    try:
        context["rehearsed"] = rehearse(order_of(request, spec, context), demo=keys.on_sandbox())[0]
    except Invalid as invalid:
        context["errors"] = [worded(sentence) for sentences in invalid.errors.values() for sentence in sentences]
    status = 422 if "errors" in context and given else 200
    return render(
        request, "administration/dry_run.html", frame_of(request) | of_one(request, spec) | context, status=status
    )


def order_of(request: Request, spec: ModelSpec, context: dict[str, Any]) -> submission.Order:
    options = {field.option.name: field.value for field in context["fields"] if field.value}
    return submission.check(
        prompt=context["prompt"],
        models=[{"id": spec.id, "options": options}],
        aspect=context["values"]["aspect"] or None,
        count=context["values"]["count"] or 1,
        references=newest(request, spec, context["values"]["references"]),
    )


def newest(request: Request, spec: ModelSpec, wanted: str) -> list[Image]:
    """As many of one's own newest pictures as are asked for, or as the model cannot do without."""
    number = int(wanted) if wanted.isdecimal() else spec.references.min
    rows = Image.objects.mine(request.user).order_by("-created_at")
    return list(rows[: min(number, spec.references.max)])


def field_of(option: Option, given: Any) -> Field:
    choices = tuple(as_text(choice) for choice in option.choices)
    if option.type == "boolean":
        choices = ("true", "false")
    name = f"{PREFIX}{option.name}"
    return Field(option, name, given.get(name, ""), choices if option.type != "string" else ())
