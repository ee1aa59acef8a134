"""Forms of the account page."""

from typing import Any

from allauth.account.utils import filter_users_by_email
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.models import User

KEY_SHAPE = RegexValidator(
    r"\A[!-~]{8,400}\Z", gettext_lazy("This is no gateway key: one has at least 8 letters and no spaces.")
)


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("display_name",)
        labels = {"display_name": gettext_lazy("Name")}
        help_texts = {"display_name": gettext_lazy("Shown to your teams. Without it they see your username.")}
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "name"})}


class EmailForm(forms.Form):
    """The password confirms it: whoever holds the address can set a new one."""

    email = forms.EmailField(label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=gettext_lazy("Password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any = None, *, user: User, initial: dict[str, Any] | None = None):
        super().__init__(data, initial=initial, auto_id="email-%s")
        self.user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if any(person.pk != self.user.pk for person in filter_users_by_email(email)):
            raise forms.ValidationError(_("Somebody here uses this address already."))
        return email

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return ""


class KeyForm(forms.Form):
    """Never filled in: a key goes in and does not come out."""

    key = forms.CharField(
        label=gettext_lazy("Key"),
        validators=[KEY_SHAPE],
        widget=forms.PasswordInput(
            render_value=False, attrs={"autocomplete": "off", "spellcheck": "false", "data-1p-ignore": ""}
        ),
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
