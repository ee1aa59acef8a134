"""A person's data: taken out as a ZIP, by themselves and by administrators; and the page that erases somebody."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gallery.models import User
from gallery.people import handing, standing
from gallery.views.signed_in import SignedIn
from studio.personal import erasing, exporting
from studio.views.administration.administrators import administrators_only


class EraseForm(forms.Form):
    """``username`` once more, so that nobody is erased by a slip."""

    pictures = forms.ChoiceField(
        label=gettext_lazy("Their pictures and boards"),
        choices=[("hand", gettext_lazy("Go to somebody else")), ("delete", gettext_lazy("Are deleted for good"))],
        widget=forms.RadioSelect,
    )
    heir = forms.CharField(label=gettext_lazy("Username of who gets them"), max_length=150, required=False)
    username = forms.CharField(label=gettext_lazy("Their username, once more"), max_length=150)

    def __init__(self, data: Any, *, person: User):
        super().__init__(data, auto_id="erase-%s")
        self.person = person
        self.found: User | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("username") and cleaned["username"] != self.person.username:
            self.add_error("username", _("This is not the username of this person."))
        if cleaned.get("pictures") == "hand":
            try:
                self.found = handing.heir_of(self.person, cleaned.get("heir", ""))
            except handing.NoHeir as refusal:
                self.add_error("heir", str(refusal))
        return cleaned


@require_POST
def export_own(request: SignedIn) -> HttpResponseBase:
    return zipped(request.user, by=request.user)


@require_POST
@administrators_only
def export(request: SignedIn, username: str) -> HttpResponseBase:
    return zipped(get_object_or_404(User, username=username, erased_at=None), by=request.user)


def zipped(person: User, *, by: User) -> StreamingHttpResponse:
    packed = exporting.packed(person, by=by)
    response = StreamingHttpResponse(packed, content_type="application/zip")
    response["Content-Length"] = str(packed.length)
    response["Content-Disposition"] = f'attachment; filename="personal-data-{person.pk}-{timezone.localdate()}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@administrators_only
def erase(request: SignedIn, username: str) -> HttpResponse:
    """Asks first, with what there is: this cannot be undone."""
    person = get_object_or_404(User, username=username, erased_at=None)
    form = EraseForm(request.POST or None, person=person)
    if request.method != "POST":
        return show(request, person, form)
    if not form.is_valid():
        return show(request, person, form, status=422)
    try:
        erasing.erase(person, by=request.user, heir=form.found)
    except standing.LastAdministrator as refusal:
        form.add_error(None, str(refusal))
        return show(request, person, form, status=409)
    messages.success(request, _("The person is erased. Their number in books and log is %(n)d.") % {"n": person.pk})
    return redirect("person", person.username)


def show(request: SignedIn, person: User, form: EraseForm, *, status: int = 200) -> HttpResponse:
    context = {"tab": "people", "administers": True, "person": person, "form": form, "owned": handing.owned(person)}
    return render(request, "people/erase.html", context, status=status)
