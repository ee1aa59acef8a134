"""Forms of the pages about people: sign-in and its kin in our words, teams, decisions."""

from typing import Any

from allauth.account import forms as allauth
from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from gallery.access import Role
from gallery.models import Entrance, User
from gallery.models.entrance import SignUp
from gallery.people import entering

USERNAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class Labelled(forms.Form):
    """Labels say what a field is: no placeholder repeats them. ``labels`` replaces allauth's words."""

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class LoginForm(Labelled, allauth.LoginForm):
    labels = {"login": _("Username or e-mail")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= USERNAME
        self.fields["password"].help_text = ""


class SignupForm(Labelled, allauth.SignupForm):
    labels = {"email": "E-mail", "password1": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= USERNAME
        self.fields["password1"].help_text = _("At least 8 characters.")

    def clean_email(self) -> str:
        """Where only some domains are let in, anybody with another address is told which."""
        email: str = super().clean_email()
        entrance = Entrance.current()
        asks = entrance.signup == SignUp.DOMAINS and not entrance.lets_in(email)
        if asks and not entering.is_invited(context.request):
            domains = ", ".join(f"@{one}" for one in entrance.domains.split())
            raise forms.ValidationError(
                _("Only addresses that end in %(domains)s make an account here.") % {"domains": domains}
            )
        return email


class ResetPasswordForm(Labelled, allauth.ResetPasswordForm):
    labels = {"email": "E-mail"}


class ResetPasswordKeyForm(Labelled, allauth.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The same again")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("At least 8 characters.")


class PasswordAgainForm(Labelled, allauth.ReauthenticateForm):
    labels = {"password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(Labelled, allauth.ChangePasswordForm):
    labels = {
        "oldpassword": _("Password now"),
        "password1": _("New password"),
        "password2": _("The same again"),
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = _("At least 8 characters.")


class FirstRunForm(forms.ModelForm):
    password = forms.CharField(
        strip=False,
        help_text=_("At least 8 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ("username", "email")
        labels = {"email": "E-mail"}
        help_texts = {"username": ""}
        widgets = {
            "username": forms.TextInput(attrs=USERNAME | {"autofocus": True}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = User(username=self.cleaned_data.get("username", ""), email=self.cleaned_data.get("email", ""))
        validate_password(password, person)
        return password


class TeamForm(forms.Form):
    name = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class ProjectForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}), strip=True
    )


class MemberForm(forms.Form):
    login = forms.CharField(
        label=_("Username"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(choices=Role.choices, initial=Role.EDITOR)


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Left empty, you get a link to hand over."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.EDITOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)
