"""What was decided about one's own, the appeal against it, and the report of somebody else's picture."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.cases import opening
from gallery.cases.forms import AppealForm, ReportForm
from gallery.cases.terms import terms
from gallery.models import Case, Image
from gallery.sharing.limits import within
from gallery.views.image import visible
from gallery.views.signed_in import SignedIn


@require_safe
def case(request: SignedIn, pk: UUID) -> HttpResponse:
    return show(request, own_case(request, pk), AppealForm())


@require_safe
def about(request: SignedIn, subject: UUID) -> HttpResponse:
    """Leads to what was last decided about a run or picture of one's own."""
    found = Case.objects.of_person(request.user).filter(subject_id=subject, appeal_of=None).order_by("-id").first()
    if found is None:
        raise Http404
    return redirect("case", found.pk)


@require_POST
def appeal(request: SignedIn, pk: UUID) -> HttpResponse:
    """Once. 409 where there is nothing to appeal against, or it was done before."""
    found, form = own_case(request, pk), AppealForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=422)
    try:
        opening.appeal(found, by=request.user, words=form.cleaned_data["words"])
    except opening.NotOpened as refusal:
        form.add_error(None, str(refusal))
        return show(request, found, form, status=409)
    messages.success(request, _("Somebody else looks at it again. You are told what comes of it."))
    return redirect("case", pk)


def own_case(request: SignedIn, pk: UUID) -> Case:
    rows = Case.objects.of_person(request.user).select_related("image", "appeal_of")
    return get_object_or_404(rows, pk=pk)


def show(request: SignedIn, found: Case, form: AppealForm, *, status: int = 200) -> HttpResponse:
    context = {
        "case": found,
        "form": form,
        "appealed": Case.objects.filter(appeal_of=found).first(),
        "may_appeal": opening.may_appeal(found, request.user),
    }
    return render(request, "cases/case.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedIn, pk: UUID) -> HttpResponse:
    """Whoever sees a picture may. A moderator looks at it."""
    image = visible(request, pk)
    form = ReportForm(request.POST or None)
    if request.method != "POST":
        return show_report(request, image, form)
    if not within("reports", f"user-{request.user.pk}"):
        form.add_error(None, too_many())
        return show_report(request, image, form, status=429)
    if not form.is_valid():
        return show_report(request, image, form, status=422)
    try:
        case = opening.report(image, by=request.user, **form.cleaned_data)
    except opening.NotOpened as refusal:
        form.add_error(None, str(refusal))
        return show_report(request, image, form, status=422)
    messages.success(request, _("Reported. You are told what comes of it."))
    hidden = case.image is not None and case.image.moderation
    return redirect("gallery") if hidden else redirect("image", pk)


def show_report(request: SignedIn, image: Image, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = {"image": image, "form": form, "own": image.owner_id == request.user.pk, "hide_after": terms().hide_after}
    return render(request, "cases/report.html", context, status=status)


def too_many() -> str:
    return _("These are many reports at once. Wait a minute, then go on.")
