"""What its viewers put on one picture: stars, tags, boards; and its owner's words, edited in place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gallery.forms import WordsForm
from gallery.models import Image
from gallery.organising import boards, describing, tags
from gallery.organising.marking import marks_of
from gallery.views.gallery import readable
from gallery.views.image import changeable, visible
from gallery.views.picks import back_to, team_in
from gallery.views.selection import stars_in


@require_POST
@readable
def star(request: HttpRequest, pk: UUID) -> HttpResponse:
    """htmx gets the stars as they stand now."""
    image = visible(request, pk)
    try:
        tags.rate([image], stars_in(request), by=request.user)
    except boards.NotPossible as refused:
        return refusal(request, image, str(refused))
    return fragment(request, image, "_stars", sheet=request.POST.get("look") == "sheet")


@require_POST
@readable
def tag(request: HttpRequest, pk: UUID) -> HttpResponse:
    """``add``: names with commas between; ``remove``: one."""
    image, team = visible(request, pk), team_in(request)
    names = [name for name in request.POST.get("add", "").split(",") if name.strip()]
    try:
        if names:
            tags.add([image], names, by=request.user, team=team)
        if off := request.POST.get("remove", ""):
            tags.remove([image], [off], by=request.user, team=team)
    except (tags.BadTag, tags.NotInSpace) as refused:
        return refusal(request, image, str(refused), "_tags", "tag_error")
    return fragment(request, image, "_tags")


@require_POST
@readable
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Title or notes, in place; what the form leaves out stays."""
    image = changeable(request, pk)
    form = WordsForm(request.POST, given=request.POST)
    if not form.is_valid():
        errors = " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
        return refusal(request, image, errors, "_own_words", "words_error")
    describing.describe(image, by=request.user, **form.cleaned_data)
    return fragment(request, image, "_own_words")


def fragment(request: HttpRequest, image: Image, name: str, status: int = 200, **more: Any) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(back_to(request, reverse("image", args=[image.pk])))
    context = {"image": image, "own": image.owner_id == request.user.pk, **more}
    return render(
        request, f"gallery/{name}.html", context | marks_of(request.user, image, team_in(request)), status=status
    )


def refusal(request: HttpRequest, image: Image, text: str, name: str = "_stars", field: str = "") -> HttpResponse:
    if request.headers.get("HX-Request"):
        return fragment(request, image, name, 422, **({field: text} if field else {}))
    messages.error(request, text)
    return HttpResponseRedirect(back_to(request, reverse("image", args=[image.pk])))
