"""Forms of the page about how people get in."""

import re
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.utils.translation import gettext_lazy as _

from gallery.access import Standing
from gallery.models import Entrance, Group, User
from gallery.models.entrance import SignUp

DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class EntranceForm(forms.ModelForm):
    """``by``: the administrator who saves it."""

    class Meta:
        model = Entrance
        fields = ("signup", "domains", "newcomers", "vouched", "second_factor")
        labels = {
            "signup": _("Who may make an account"),
            "domains": _("Domains"),
            "newcomers": _("They begin as"),
            "vouched": _("Whoever the sign-in provider lets in gets an account"),
            "second_factor": _("Administrators and moderators need a second factor"),
        }
        help_texts = {"domains": _("One a line, such as example.org. The address is confirmed by mail first.")}
        widgets = {"domains": forms.Textarea(attrs={"rows": 3, **PLAIN})}

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_second_factor(self) -> bool:
        """Who asks it of others has one: otherwise the next request, by page or by token, would be shut to them."""
        wanted: bool = self.cleaned_data["second_factor"]
        if wanted and not self.instance.second_factor and self.by and not is_mfa_enabled(self.by):
            raise forms.ValidationError(_("Add a second factor to your own account first."))
        return wanted

    def clean_domains(self) -> str:
        domains = [one.lower().lstrip("@") for one in self.cleaned_data["domains"].split()]
        for one in domains:
            if not DOMAIN.fullmatch(one):
                raise forms.ValidationError(_("“%(one)s” is no domain.") % {"one": one[:60]})
        return "\n".join(dict.fromkeys(domains))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("signup") == SignUp.DOMAINS and not cleaned.get("domains") and not self.errors:
            self.add_error("domains", _("Name a domain, or choose invitations only."))
        return cleaned


class WelcomeForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Left empty, you get a link to hand over."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Standing.choices, initial=Standing.MEMBER)
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"),
        queryset=Group.objects.filter(everyone=False),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
