"""allauth's forms of codes and second factors, in our words."""

import hashlib
from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from gallery.people.forms import Labelled

WINDOW = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)  # seconds that one code is taken
NOT_KEPT = _("This key keeps no name, so it signs nobody in by itself. Use a phone, a computer or a newer key.")


class RequestCodeForm(Labelled, account.RequestLoginCodeForm):
    labels = {"email": "E-mail"}


class ConfirmCodeForm(Labelled, account.ConfirmLoginCodeForm):
    labels = {"code": _("Code")}

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError as error:
            raise forms.ValidationError(_("This is not the code that was mailed last."), code=error.code) from error


NOT_KNOWN = _("This passkey is not known here. It may have been removed.")


class CodeForm(Labelled):
    """Names the codes that this person has."""

    labels = {"code": _("Code of your app, or a recovery code")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}
        if not Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).exists():  # type: ignore[attr-defined]
            self.fields["code"].label = _("Recovery code")

    def clean_code(self) -> Any:
        """A code of the app counts before and after its own half minute; allauth forgets after one that it was used."""
        code = super().clean_code()  # type: ignore[misc]
        used = f"code-used:{self.user.pk}:{hashlib.sha256(str(code).encode()).hexdigest()}"  # type: ignore[attr-defined]
        if not cache.add(used, True, timeout=WINDOW):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(CodeForm, base.AuthenticateForm):
    pass


class ReauthenticateForm(CodeForm, base.ReauthenticateForm):
    pass


class ActivateForm(Labelled, totp.ActivateTOTPForm):
    labels = {"code": _("The code that it shows now")}


class AddPasskeyForm(Labelled, webauthn.AddWebAuthnForm):
    """Each signs in by itself, so nothing is asked about it."""

    labels = {"name": _("Name")}
    passwordless = None

    def clean_credential(self) -> Any:
        """The browser says where it could not keep the name; the answer's own flags do not tell."""
        credential = self.cleaned_data["credential"]
        told = credential.get("clientExtensionResults") if isinstance(credential, dict) else None
        kept = told.get("credProps") if isinstance(told, dict) else None
        if isinstance(kept, dict) and kept.get("rk") is False:
            raise forms.ValidationError(NOT_KEPT)
        return credential


class KnownPasskey(forms.Form):
    """allauth speaks of a wrong code where a passkey is not known."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise forms.ValidationError(NOT_KNOWN) from error


class LoginPasskeyForm(KnownPasskey, webauthn.LoginWebAuthnForm):
    pass


class AuthenticatePasskeyForm(KnownPasskey, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(KnownPasskey, webauthn.ReauthenticateWebAuthnForm):
    pass


class RenamePasskeyForm(Labelled, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name")}
