"""The reference tray: files that come in, and pictures chosen from the gallery."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gallery import ingest
from gallery.files.uploads import Unacceptable
from gallery.models import Image
from gallery.models.image import Kind
from studio.composing.forms import as_uuid
from studio.views.composer.tray import ROLE_LABELS
from studio.views.requests import Request

FILES_AT_ONCE = 16
PICKED_A_PAGE = 48


def take_uploads(request: Request) -> tuple[list[Image], list[str]]:
    """The posted files as reference pictures, and a sentence for each that is none."""
    images: list[Image] = []
    errors: list[str] = []
    files = request.FILES.getlist("files")
    if (left := len(files) - FILES_AT_ONCE) > 0:
        errors.append(too_many(left))
    for file in files[:FILES_AT_ONCE]:
        try:
            images.append(ingest.add_upload(owner=request.user, uploaded_file=file, kind=Kind.REFERENCE))
        except Unacceptable as refusal:
            errors.append(f"{file.name}: {refusal}")
    return images, errors


def too_many(left: int) -> str:
    said = ngettext(
        "Up to %(most)d files at once: %(left)d was left out.",
        "Up to %(most)d files at once: %(left)d were left out.",
        left,
    )
    return said % {"most": FILES_AT_ONCE, "left": left}


@require_POST
def upload(request: Request) -> HttpResponse:
    """Files from the tray, a drop or a paste: their places in the tray, and what is wrong with the others."""
    images, errors = take_uploads(request)
    context = {"images": images, "errors": errors, "roles": ROLE_LABELS}
    return render(request, "studio/_references.html", context, status=200 if images or not errors else 422)


@require_safe
def pick(request: Request) -> HttpResponse:
    """The newest pictures of this person and of the teams, to be ticked; the form fills the studio's composer."""
    images = list(pickable(request.user, request.GET.get("before", ""))[: PICKED_A_PAGE + 1])
    older = images[PICKED_A_PAGE - 1].pk if len(images) > PICKED_A_PAGE else None
    template = "studio/_pick.html" if request.htmx else "studio/pick.html"
    return render(request, template, {"images": images[:PICKED_A_PAGE], "older": older})


def pickable(user: Any, before: str) -> Any:
    images = Image.objects.pictures_visible_to(user).order_by("-created_at", "-id")
    edge = Image.objects.pictures_visible_to(user).filter(pk=as_uuid(before)).first() if before else None
    if edge is None:
        return images
    return images.filter(Q(created_at__lt=edge.created_at) | Q(created_at=edge.created_at, pk__lt=edge.pk))


@require_safe
def chosen(request: Request) -> HttpResponse:
    """Pictures chosen in the dialog, as places of the tray. A plain visit goes to the studio with them."""
    ids = [as_uuid(text) for text in request.GET.getlist("reference")]
    if not request.headers.get("X-Fragment"):
        return HttpResponseRedirect(f"{reverse('studio')}?{request.GET.urlencode()}")
    known = Image.objects.pictures_visible_to(request.user).in_bulk(ids[:FILES_AT_ONCE])
    images = [known[id] for id in ids if id in known]
    return render(request, "studio/_references.html", {"images": images, "errors": [], "roles": ROLE_LABELS})
