"""The edit page of a picture: its mask, the ways that models offer, and the versions that come of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery import ingest
from gallery.files import storage
from gallery.files.uploads import Unacceptable
from gallery.models import Image
from studio import submission
from studio.catalogue import Invalid
from studio.catalogue.counting import MAX_COUNT
from studio.composing.edit_form import EditForm
from studio.composing.editing import acts_for, missing
from studio.composing.forms import as_uuid, new_key
from studio.money.budgets import OverBudget
from studio.money.outlook import agreed, foresee
from studio.views.composer.studio import stream_url
from studio.views.editor.versions import versions_of
from studio.views.feed.runs import started, told
from studio.views.requests import Request

BRUSH_SHARE, SOFT_SHARE = 24, 12  # of the picture's long side: the first brush, the widest soft edge


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: UUID) -> HttpResponse:
    """The page; a POST makes a run of it. ``?act=`` opens it with that act chosen, ``?mask=`` with a stored mask,
    ``?pin=x,y&say=`` with a round mask where somebody pinned these words.
    """
    image = editable(request, pk)
    if request.method == "POST":
        return generate(request, image)
    form = EditForm(starting(request, image), user=request.user, image=image, act=request.GET.get("act", ""))
    return render(request, "studio/edit.html", page_context(request, image, form))


def editable(request: Request, pk: UUID) -> Image:
    found = Image.objects.pictures_visible_to(request.user).select_related("owner", "parent")
    return get_object_or_404(found, pk=pk)


def starting(request: Request, image: Image) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"count": "1", "key": new_key(), "mask": request.GET.get("mask", "")})
    if request.GET.get("act") in ("variation", "remix"):
        data["prompt"] = image.prompt
    elif request.GET.get("say"):
        data["prompt"] = request.GET["say"][:300]
    return data


def pinned(text: str) -> str:
    """The spot that ``?pin=`` names, "0.42,0.31" of width and height; "" where it names none."""
    parts = text.split(",")
    try:
        spot = [float(part) for part in parts]
    except ValueError:
        return ""
    return f"{spot[0]:.4f},{spot[1]:.4f}" if len(spot) == 2 and all(0 <= part <= 1 for part in spot) else ""


def generate(request: Request, image: Image) -> HttpResponse:
    data, refusal = with_file(request, image)
    form = EditForm(data, user=request.user, image=image)
    if refusal:
        form.add_error("mask", refusal)
    if form.is_valid() and form.order:
        outlook = foresee(form.order.asked, form.order.quotes, person=request.user)
        if "back" in data or not (outlook.over or agreed(outlook, data.get("confirmed", ""))):
            asking = {} if "back" in data else {"outlook": outlook, "room": outlook.tightest, "asking": True}
            return panel(request, page_context(request, image, form) | asking)
        try:
            run, _ = submission.submit(
                form.order, by=request.user, aspect=form.shape, idempotency_key=form.cleaned_data["key"]
            )
            if request.htmx:
                return told(request, run.pk, said=started(run), key=new_key())
            mask = f"?mask={form.value('mask')}" if form.value("mask") else ""
            return HttpResponseRedirect(f"{reverse('edit', args=[image.pk])}{mask}#versions")
        except Invalid as invalid:
            form.take(invalid)
        except OverBudget as refusal:
            form.add_error(None, str(refusal))
    return panel(request, page_context(request, image, form) | {"show_errors": True}, status=422)


def panel(request: Request, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "studio/_edit_panel.html" if request.htmx else "studio/edit.html", context, status=status)


def with_file(request: Request, image: Image) -> tuple[QueryDict, str]:
    """The posted form, with the id of a mask that came as a file along with it: the way without script."""
    data, file = request.POST.copy(), request.FILES.get("mask_file")
    if file is None:
        return data, ""
    try:
        mask, _ = ingest.add_mask(owner=request.user, uploaded_file=file, of=image)
    except Unacceptable as refusal:
        return data, str(refusal)
    data["mask"] = str(mask.pk)
    return data, ""


def page_context(request: Request, image: Image, form: EditForm) -> dict[str, Any]:
    form.is_valid()
    longest = max(image.width, image.height)
    return price_context(form) | {
        "image": image,
        "original": original_of(request, image),
        "mask": form.mask_image,
        "pin": pinned(request.GET.get("pin", "")),
        "key": form.value("key"),
        "missing": missing(form.ways),
        "most": MAX_COUNT,
        "brush": max(4, longest // BRUSH_SHARE),
        "brush_most": max(64, longest // 3),
        "soft_most": max(16, longest // SOFT_SHARE),
        "versions": versions_of(request.user, image),
        "stream_url": stream_url(request),
    }


def price_context(form: EditForm) -> dict[str, Any]:
    return {"form": form, "quote": form.quote()}


def original_of(request: Request, image: Image) -> Image | None:
    """What this picture was made from, where it may be seen and has the same shape to be laid over it."""
    parent = image.parent
    if parent is None or abs(parent.width * image.height - image.width * parent.height) > image.width + image.height:
        return None
    return Image.objects.pictures_visible_to(request.user).filter(pk=parent.pk).first()


@require_POST
def price(request: Request, pk: UUID) -> HttpResponse:
    form = EditForm(request.POST, user=request.user, image=editable(request, pk))
    return render(request, "studio/_edit_quote.html", price_context(form))


@require_safe
def acts(request: Request, pk: UUID) -> HttpResponse:
    """All that can be made of the picture, for its menu; what cannot be done is greyed with its reason."""
    image = editable(request, pk)
    return render(request, "studio/_edit_acts.html", {"image": image, "acts": acts_for(image, request.user)})


@require_safe
def versions(request: Request, pk: UUID) -> HttpResponse:
    image = editable(request, pk)
    context = {"image": image, "versions": versions_of(request.user, image)}
    response = render(request, "studio/_edit_versions.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def stored_mask(request: Request, pk: UUID, mask: UUID) -> HttpResponse:
    """The bytes of a mask of one's own, from this origin wherever files lie: the editor reads its pixels."""
    found = get_object_or_404(Image.objects.masks_of(request.user), pk=as_uuid(str(mask)))
    try:
        with storage.open_original(found) as file:
            body = file.read()
    except FileNotFoundError:
        return HttpResponse(status=404)
    return HttpResponse(body, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
