"""A person asks a moderator to look at a run that a rule holds, and says why it is meant well."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from studio.lifecycle import NotPossible
from studio.models import Run, State
from studio.moderation import holding, reasons
from studio.views.requests import Request


class LookForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What is it for?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Optional. Whoever looks reads it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, pk: UUID) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    hold = holding.waiting_of(run)
    form = LookForm(request.POST if request.method == "POST" else None, initial={"words": hold.words if hold else ""})
    if request.method == "POST" and form.is_valid():
        try:
            holding.ask_for_look(run, by=request.user, words=form.cleaned_data["words"])
            messages.info(request, gettext("Asked. You are told as soon as somebody has looked."))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{reverse('studio')}#run-{run.pk}")
    held = run.generations.filter(state=State.HELD).first()
    context = {"run": run, "hold": hold, "form": form, "reason": reasons.explain(held) if held else None}
    return render(request, "studio/look.html", context, status=422 if request.method == "POST" else 200)
