"""What people without an account see through a link: the room, one picture, the password, and their answers.

Every view begins with ``through_link``: an address that opens nothing is 404, whatever the reason.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from gallery import audit
from gallery.audit import Act
from gallery.export import cleaning
from gallery.files import delivery, signatures, storage
from gallery.models import Image, Share
from gallery.models.image import Kind
from gallery.models.share import Download
from gallery.sharing import doors, links, marking
from gallery.sharing.limits import caller, within
from gallery.views import reviews
from gallery.views.doorway import facts, through_link, too_fast

A_PAGE = 60
WEB_WIDTH = 1280


@require_POST
@sensitive_post_parameters("password")
@through_link
def unlock(request: HttpRequest, share: Share, token: str) -> HttpResponseBase:
    context = facts(share, token)
    if not (within("passwords", f"{share.pk.hex}-{caller(request)}") and within("guesses", share.pk.hex)):
        problem = _("Too many wrong passwords. Wait a minute, then try again.")
        return render(request, "guests/locked.html", context | {"problem": problem}, status=429)
    if not links.unlocks(share, request.POST.get("password", "")[:200]):
        problem = _("This is not the password. It is case-sensitive.")
        return render(request, "guests/locked.html", context | {"problem": problem}, status=422)
    response = redirect("room", token)
    doors.unlock(response, share, context["room"])
    return response


@require_safe
@through_link
def room(request: HttpRequest, share: Share, token: str) -> HttpResponseBase:
    """The pictures of a link; a review with what this guest answered."""
    if share.reviews:
        response = reviews.show_room(request, share, facts(share, token))
    else:
        response = show_wall(request, share, facts(share, token))
    if request.method == "GET" and not doors.read(request, doors.name_of(share, "seen"), salt="share-seen"):
        links.count(share)
        doors.put(response, doors.name_of(share, "seen"), 1, salt="share-seen", path=reverse("room", args=[token]))
    return response


def show_wall(request: HttpRequest, share: Share, context: dict[str, Any]) -> HttpResponse:
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    start = max(0, page - 1) * A_PAGE
    found = list(links.pictures_of(share)[start : start + A_PAGE + 1])
    more = page + 1 if len(found) > A_PAGE else None
    context |= {"images": found[:A_PAGE], "more": more, "page": page, "start": start}
    if len(found) == 1 and start == 0:
        return render(request, "guests/picture.html", context | {"image": found[0], "alone": True})
    return render(request, "guests/wall.html", context)


@require_safe
@through_link
def picture(request: HttpRequest, share: Share, token: str, pk: UUID) -> HttpResponseBase:
    """One of them, large, with the way to its neighbours."""
    image = shown_by(share, pk)
    ids = list(links.pictures_of(share).values_list("pk", flat=True)[: links.MOST * 4])
    place = ids.index(image.pk) if image.pk in ids else 0
    around: dict[str, Any] = {"number": place + 1, "count": len(ids)}
    around |= {"newer": ids[place - 1] if place else None, "older": ids[place + 1] if place + 1 < len(ids) else None}
    return render(request, "guests/picture.html", facts(share, token) | {"image": image} | around)


def shown_by(share: Share, pk: UUID) -> Image:
    return get_object_or_404(links.pictures_of(share), pk=pk)


@require_safe
@through_link
def file(request: HttpRequest, share: Share, token: str, pk: UUID) -> HttpResponseBase:
    """The download that the link allows. An upload leaves without what its file tells: it may say where."""
    image = shown_by(share, pk)
    if share.download == Download.NONE:
        raise Http404
    called = f"{delivery.UNNAMEABLE.sub(' ', share.title)[:80].strip(' .') or 'picture'} {image.pk.hex[-6:]}"
    name = ""
    if share.download == Download.ORIGINAL:
        name = storage.original_name(image) if image.kind == Kind.GENERATED else ""
    elif share.watermark or not signatures.has_renditions(image):
        name = marking.ensure_marked(image, WEB_WIDTH, share.watermark or " ")
    else:
        name = storage.rendition_name(image, WEB_WIDTH, "webp")
    if name:
        response = delivery.send(request, image, name, download=True, stem=called)
    elif not cleaning.keeps_its_length(image) and not within("copies", caller(request)):
        return too_fast(request)
    else:
        response = cleaning.send(image, download=True, stem=called)
    audit.record(Act.EXPORTED, obj=image, details={"as": "file", "link": str(share.pk)})
    return response
