"""The trash: what lies in it, the way back, and the way out for good."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery import trash
from gallery.models import Image
from gallery.views.image import changeable

A_PAGE = 60
AT_ONCE = 500  # pictures that emptying deletes in one request; the page then says what is left


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    images = list(Image.objects.in_trash_of(request.user).order_by("-trashed_at", "-id")[: A_PAGE + 1])
    kept = trash.days_kept()
    shown = [(image, trash.days_left(image.trashed_at, kept)) for image in images[:A_PAGE] if image.trashed_at]
    context = {"images": shown, "more": len(images) > A_PAGE, "days_kept": kept}
    return render(request, "gallery/trash.html", context)


@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back to where it was; then back to the page that asked, which shows it again."""
    image = changeable(request, pk)
    if trash.restore(image, by=request.user):
        messages.success(request, _("1 picture is back in the gallery."))
    return HttpResponseRedirect(came_from(request))


def came_from(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    same = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if page and same else reverse("gallery")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks first: this cannot be undone."""
    image = get_object_or_404(Image.objects.in_trash_of(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "gallery/delete.html", {"image": image, "number": 1})
    if not trash.delete_for_good(image, by=request.user):
        raise Http404
    messages.success(request, _("1 picture is deleted for good."))
    return redirect("trash")


@require_http_methods(["GET", "HEAD", "POST"])
def empty(request: HttpRequest) -> HttpResponse:
    """Asks first; deletes in bounded rounds."""
    rows = Image.objects.in_trash_of(request.user)
    if request.method != "POST":
        number = rows.order_by()[: AT_ONCE + 1].count()
        return render(request, "gallery/delete.html", {"number": number, "most": AT_ONCE})
    number = trash.delete_all(rows[:AT_ONCE], by=request.user)
    messages.success(
        request,
        ngettext("%(n)d picture is deleted for good.", "%(n)d pictures are deleted for good.", number) % {"n": number},
    )
    return redirect("trash")
