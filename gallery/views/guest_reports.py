"""A guest reports a picture that a link shows: no account, a limit of its own, one word per visitor and picture."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from gallery.cases import opening
from gallery.cases.forms import GuestReportForm
from gallery.cases.terms import terms
from gallery.models import Image, RoundItem, Share, User
from gallery.sharing import links
from gallery.sharing.limits import caller, within
from gallery.views.cases import too_many
from gallery.views.doorway import facts, through_link


@require_http_methods(["GET", "HEAD", "POST"])
@through_link
def report(request: HttpRequest, share: Share, token: str, pk: UUID) -> HttpResponseBase:
    image = shown_to_guest(share, pk)
    context = facts(share, token) | {"image": image, "form": GuestReportForm(request.POST or None)}
    context |= {"hide_after": terms().hide_after}
    if request.method != "POST":
        return render(request, "guests/report.html", context)
    if not within("reports", caller(request)):
        context["form"].add_error(None, too_many())
        return render(request, "guests/report.html", context, status=429)
    if not context["form"].is_valid():
        return render(request, "guests/report.html", context, status=422)
    try:
        case = opening.report(image, share=share, **who(request), **context["form"].cleaned_data)
    except opening.NotOpened as refusal:
        context["form"].add_error(None, str(refusal))
        return render(request, "guests/report.html", context, status=422)
    hidden = bool(case.image and case.image.moderation)
    return render(request, "guests/report.html", context | {"done": True, "hidden": hidden})


def shown_to_guest(share: Share, pk: UUID) -> Image:
    """By the picture's id, of a plain link and of a review's newest round alike."""
    rows = links.pictures_of(share)
    if share.reviews:
        rows = Image.objects.shareable_by(share.owner).filter(
            pk__in=RoundItem.objects.filter(round__share=share).values("image")
        )
    found = rows.select_related("owner").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def who(request: HttpRequest) -> dict[str, Any]:
    """A guest is told apart without their address being kept; somebody signed in is themselves."""
    if isinstance(request.user, User):
        return {"by": request.user}
    return {"visitor": salted_hmac("report", caller(request)).hexdigest()[:32]}
