"""Comments on a picture: written, changed, taken away, settled. Each leads back to the picture's tab of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gallery.commenting import comments
from gallery.models import Comment
from gallery.sharing.forms import NoteForm
from gallery.views.image import as_uuid, visible
from gallery.views.signed_in import SignedIn


@require_POST
def write(request: SignedIn, pk: UUID) -> HttpResponse:
    """``parent``: the comment that this answers; ``x`` and ``y`` pin a first one."""
    image = visible(request, pk)
    form = NoteForm(request.POST)
    parent = as_uuid(request.POST.get("parent", ""))
    answered = Comment.objects.filter(pk=parent, image=image).select_related("author").first() if parent else None
    try:
        if request.POST.get("parent") and answered is None:
            raise comments.NotSaid(_("What you answer was taken away meanwhile."))
        spot = form.spot if form.is_valid() else {}
        comments.write(image, by=request.user, text=request.POST.get("text", ""), parent=answered, **spot)
    except comments.NotSaid as refusal:
        messages.error(request, str(refusal))
    return to_comments(request, image.pk)


@require_POST
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    found = comment(request, pk)
    try:
        comments.rewrite(found, by=request.user, text=request.POST.get("text", ""))
    except comments.NotSaid as refusal:
        messages.error(request, str(refusal))
    return to_comments(request, found.image_id)


@require_POST
def remove(request: SignedIn, pk: UUID) -> HttpResponse:
    found = comment(request, pk)
    comments.remove(found, by=request.user)
    return to_comments(request, found.image_id)


@require_POST
def settle(request: SignedIn, pk: UUID) -> HttpResponse:
    """``settled``: 1 resolves the thread, 0 opens it again."""
    found = comment(request, pk)
    comments.settle(found, by=request.user, settled=request.POST.get("settled") != "0")
    return to_comments(request, found.image_id)


def comment(request: SignedIn, pk: UUID) -> Comment:
    return get_object_or_404(Comment.objects.visible_to(request.user).select_related("image__team", "author"), pk=pk)


def to_comments(request: HttpRequest, image_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('image', args=[image_id])}?tab=comments")
