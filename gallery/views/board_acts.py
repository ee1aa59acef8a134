"""What is done on a board's wall: order by hand, cover, off the board; and the board's place beside others. Scripts and
plain forms send the same.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gallery.models import Board, Image
from gallery.organising import boards, bulk, ordering, placing, selecting, undoing
from gallery.views.boards import visible, visible_rows
from gallery.views.gallery import readable
from gallery.views.picks import back_to, chosen_from, id_in, ids_in, told
from gallery.views.signed_in import SignedIn


@require_POST
@readable
def order(request: SignedIn, pk: UUID) -> HttpResponse:
    """``ids`` side by side behind ``after``, or first. 204 for a script, 422 with a sentence where it cannot be."""
    board = visible(request, pk)
    boards.require_editor(board, request.user)
    images = selecting.named(ids_in(request.POST.getlist("ids")), by=request.user)
    try:
        after = first(selecting.named(ids_in([request.POST.get("after", "")]), by=request.user))
        ordering.move(board, images, after=after, by=request.user)
    except boards.NotPossible as refused:
        return refusal(request, board, str(refused))
    return settled(request, board)


@require_POST
@readable
def cover(request: SignedIn, pk: UUID) -> HttpResponse:
    """The first of ``ids`` becomes the cover; none: its first picture again."""
    board = visible(request, pk)
    boards.require_editor(board, request.user)
    image = first(selecting.named(ids_in(request.POST.getlist("ids")), by=request.user))
    try:
        boards.change(board, by=request.user, cover=image)
    except boards.NotPossible as refused:
        return refusal(request, board, str(refused))
    return told(request, _("This is the board’s cover now.") if image else _("The first picture is the cover again."))


@require_POST
@readable
def take_off(request: SignedIn, pk: UUID) -> HttpResponse:
    board = visible(request, pk)
    done = bulk.take_off(board, chosen_from(request), by=request.user)
    text = ngettext("%(n)d picture taken off %(name)s.", "%(n)d pictures taken off %(name)s.", done.number)
    return told(request, text % {"n": done.number, "name": board.name}, done)


@require_POST
@readable
def place(request: SignedIn, pk: UUID) -> HttpResponse:
    """Behind the board ``after``, or first among those beside it."""
    board = visible(request, pk)
    boards.require_editor(board, request.user)
    name = request.POST.get("after", "")
    after = get_object_or_404(visible_rows(request), pk=id_in(name)) if name else None
    try:
        before = placing.place(board, after=after, by=request.user)
    except boards.NotPossible as refused:
        return refusal(request, board, str(refused))
    done = bulk.Done(1, undoing.keep("place", by=request.user, board=board.pk, after=before))
    return told(request, _("“%(name)s” is moved.") % {"name": board.name}, done)


def first(images: list[Image]) -> Image | None:
    return images[0] if images else None


def settled(request: SignedIn, board: Board) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return HttpResponseRedirect(back_to(request, reverse("board", args=[board.pk])))


def refusal(request: SignedIn, board: Board, text: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    messages.error(request, text)
    answer: Any = HttpResponseRedirect(back_to(request, reverse("board", args=[board.pk])))
    return answer
