"""A crop of a picture, and a larger canvas for it: pages that make a new picture and leave the old one as it is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from gallery.derived import deriving
from gallery.derived.forms import SHAPES, CropForm, ExtendForm, ReshapeForm
from gallery.files.uploads import Unacceptable
from studio.composing.editing import ways_for
from studio.views.editor.editing import editable
from studio.views.requests import Request

GONE = gettext_noop("The original of this picture is not there. Nothing was made.")


@require_http_methods(["GET", "HEAD", "POST"])
def crop(request: Request, pk: UUID) -> HttpResponse:
    image = editable(request, pk)
    form = CropForm(request.POST if request.method == "POST" else None, image=image)
    if request.method == "POST" and form.is_valid():
        try:
            made = deriving.crop(image, form.part, by=request.user)
            messages.success(request, _("Cropped. The whole picture is still there."))
            return redirect("image", made.pk)
        except (Unacceptable, FileNotFoundError) as error:
            form.add_error(None, sentence(error))
    return page(request, "studio/crop.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: Request, pk: UUID) -> HttpResponse:
    """The canvas grows here; what stands on the new border is a run's work, under the mask that comes along."""
    image = editable(request, pk)
    form = ExtendForm(request.POST if request.method == "POST" else None, image=image)
    if request.method == "POST" and form.is_valid():
        try:
            larger, mask = deriving.extend(image, form.part, by=request.user)
            return HttpResponseRedirect(f"{reverse('edit', args=[larger.pk])}?mask={mask.pk}")
        except (Unacceptable, FileNotFoundError) as error:
            form.add_error(None, sentence(error))
    able = any(way.mask and not way.why_not for way in ways_for(image, request.user))
    return page(request, "studio/extend.html", form, able=able)


def sentence(error: Exception) -> str:
    return str(error) if isinstance(error, Unacceptable) else _(GONE)


def page(request: Request, template: str, form: ReshapeForm, **more: Any) -> HttpResponse:
    context = {"image": form.image, "form": form, "shapes": SHAPES, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
