"""Taking pictures away: the form, its live file name, and what it makes."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from gallery.browsing.listing import Unreadable
from gallery.export import answering, chosen, naming
from gallery.export.chosen import NotChosen, One
from gallery.export.forms import ExportForm
from gallery.export.making import Lost
from gallery.views.gallery import readable
from gallery.views.signed_in import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: SignedIn) -> HttpResponseBase:
    """GET: the form for ``ids``, or for the list that ``where`` shows; a fragment for htmx. POST: the file itself."""
    if request.method != "POST":
        form = ExportForm(user=request.user, initial=asked(request))
        return show(request, form, template="_export" if request.headers.get("HX-Request") else "export")
    form = ExportForm(request.POST, user=request.user)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        return answering.answer(request, form)
    except Lost as lost:
        form.add_error(None, str(lost))
        return show(request, form, status=409)


def asked(request: HttpRequest) -> dict[str, Any]:
    several = request.GET.get("ids", "").count(",") > 0 or bool(request.GET.get("where"))
    return {"ids": request.GET.get("ids", ""), "where": request.GET.get("where", ""), "sidecar": several}


def show(request: SignedIn, form: ExportForm, *, template: str = "export", status: int = 200) -> HttpResponse:
    context = {"form": form, "fields": naming.FIELDS, "back": request.headers.get("Referer", "")}
    context |= example(request, form["name"].value() or "", form["ids"].value() or "", form["where"].value() or "")
    return render(request, f"gallery/{template}.html", context, status=status)


@require_safe
@readable
def export_name(request: SignedIn) -> HttpResponse:
    """What a template makes of the first picture, or what is wrong with it."""
    words = (request.GET.get(name, "") for name in ("name", "ids", "where"))
    return render(request, "gallery/_export_name.html", example(request, *words))


def example(request: SignedIn, template: str, ids: str, where: str) -> dict[str, Any]:
    first, number = first_of(request.user, ids, where)
    context: dict[str, Any] = {"number": number, "first": first.image if first else None}
    try:
        naming.check(template or naming.DEFAULT)
        if first:
            facts = naming.facts_of(first.image, board=first.board, number=1, total=max(number, 1))
            context["example"] = f"{naming.stem(template or naming.DEFAULT, facts)}.{first.image.format}"
    except naming.BadTemplate as error:
        context["wrong"] = str(error)
    return context


def first_of(user: Any, ids: str, where: str) -> tuple[One | None, int]:
    """The first picture that is meant, and how many are; None where none is."""
    try:
        if ids or not where:
            found = chosen.named(user, chosen.ids_in(ids))
        else:
            found = chosen.listed(user, QueryDict(where).dict())
    except (NotChosen, Unreadable):
        return None, 0
    return next(chosen.each(user, found[:1]), None), len(found)
