"""How long things are kept: asked, shown with what would go, and only then saved."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gallery.views.signed_in import SignedIn
from studio import retention
from studio.models import InstanceSettings
from studio.views.administration.administrators import administrators_only


class RetentionForm(forms.ModelForm):
    class Meta:
        model = InstanceSettings
        fields = retention.NAMES
        labels = {
            "trash_days": gettext_lazy("Days in the trash"),
            "removed_days": gettext_lazy("Days that removed pictures lie in quarantine"),
            "prompt_days": gettext_lazy("Days that prompts stay in people’s histories"),
            "notice_days": gettext_lazy("Days that seen notices stay"),
            "session_days": gettext_lazy("Days until everybody signs in again"),
        }
        help_texts = dict.fromkeys(("trash_days", "removed_days"), "") | dict.fromkeys(
            ("prompt_days", "notice_days", "session_days"), gettext_lazy("Empty: for ever.")
        )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def edit(request: SignedIn) -> HttpResponse:
    """The first POST shows what would go; the one that comes with ``seen`` saves."""
    if request.method != "POST":
        settings = InstanceSettings.current()
        return show(request, RetentionForm(instance=settings, auto_id="keep-%s"), settings)
    form = RetentionForm(request.POST, instance=InstanceSettings.current(), auto_id="keep-%s")
    if not form.is_valid():
        return show(request, form, None, status=422)
    if "seen" not in request.POST:
        return show(request, form, form.instance, asked=True)
    if retention.save(form.instance, by=request.user):
        messages.success(request, _("Saved. What is due goes with the next rounds."))
    return redirect("retention")


def show(
    request: SignedIn, form: RetentionForm, settings: InstanceSettings | None, *, asked: bool = False, status: int = 200
) -> HttpResponse:
    going = retention.preview(settings) if settings else []
    context = {"tab": "retention", "administers": True, "form": form, "going": going, "asked": asked}
    return render(request, "administration/retention.html", context, status=status)
