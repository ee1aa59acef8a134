"""How things are judged: the queue’s goal, what reports do, how near a likeness is, the gateway’s check of words."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gallery.audit import Act
from gallery.views.signed_in import SignedIn
from studio.administration import terms
from studio.models import InstanceSettings
from studio.views.administration.administrators import administrators_only

CATEGORY_MAX, CATEGORIES_MAX = 60, 100
OTHERS = "*"  # how a line names all categories that have no line


class Thresholds(forms.CharField):
    """``{"violence": 0.7, "": 0.5}`` as lines: a category and a score from 0 to 1."""

    def __init__(self, **more: Any):
        super().__init__(widget=forms.Textarea({"rows": 4}), required=False, max_length=10_000, **more)

    def prepare_value(self, value: Any) -> Any:
        """By name, all others last, whatever order the database gives."""
        if not isinstance(value, dict):
            return value
        ordered = sorted(value.items(), key=lambda line: (not line[0], line[0]))
        return "\n".join(f"{name or OTHERS} {score}" for name, score in ordered)

    def clean(self, value: Any) -> dict[str, float]:
        lines = [line.split() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > CATEGORIES_MAX:
            raise ValidationError(_("Up to %(most)s lines.") % {"most": CATEGORIES_MAX})
        return dict(self.read(words) for words in lines)

    def read(self, words: list[str]) -> tuple[str, float]:
        line = " ".join(words)[:CATEGORY_MAX]
        try:
            name, score = words[0], float(words[1])
        except (IndexError, ValueError):
            name, score = "", -1.0
        if len(words) != 2 or len(name) > CATEGORY_MAX or not 0 <= score <= 1:
            raise ValidationError(_("“%(line)s” is no category with a score from 0 to 1.") % {"line": line})
        return ("" if name == OTHERS else name), score


class TermsForm(forms.ModelForm):
    screening_thresholds = Thresholds(
        label=gettext_lazy("Scores that hold"),
        help_text=gettext_lazy("One a line, such as “violence 0.7”; * stands for all others. Without a line: 0.8."),
    )

    class Meta:
        model = InstanceSettings
        fields = terms.JUDGING
        labels = {
            "held_goal": gettext_lazy("Minutes until something held should be judged"),
            "hide_after_reports": gettext_lazy("Reports that hide a picture until it is judged"),
            "block_distance": gettext_lazy("Bits of 64 that a likeness may differ in"),
            "screening": gettext_lazy("The gateway’s check of words"),
            "screening_model": gettext_lazy("Model that checks words"),
        }
        help_texts = {
            "held_goal": "",
            "hide_after_reports": gettext_lazy("Empty: a report hides nothing by itself."),
            "block_distance": gettext_lazy("0 to 11. More finds more, and more that only looks alike."),
            "screening": gettext_lazy("Before anything is reserved or sent. The check itself is free."),
            "screening_model": "",
        }


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def edit(request: SignedIn) -> HttpResponse:
    if request.method != "POST":
        return show(request, TermsForm(instance=InstanceSettings.current(), auto_id="terms-%s"))
    form = TermsForm(request.POST, instance=InstanceSettings.current(), auto_id="terms-%s")
    if not form.is_valid():
        return show(request, form, status=422)
    if terms.save(form.instance, terms.JUDGING, act=Act.SETTINGS_CHANGED, by=request.user):
        messages.success(request, _("Saved. It counts from the next press on."))
    return redirect("held-terms")


def show(request: SignedIn, form: TermsForm, *, status: int = 200) -> HttpResponse:
    return render(request, "held/terms.html", {"tab": "rules", "form": form}, status=status)
