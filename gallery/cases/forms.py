"""What people write: why they report a picture, why they appeal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gallery.cases.reasons import REPORTED

WORDS = forms.Textarea(attrs={"rows": 4})


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=[*REPORTED.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=2000,
        widget=WORDS,
        help_text=_("Optional. Only moderators read it."),
    )


class GuestReportForm(ReportForm):
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("Why should it be decided otherwise?"),
        max_length=2000,
        widget=WORDS,
        error_messages={"required": _("Say why: whoever looks again reads it.")},
    )
