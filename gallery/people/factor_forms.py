"""allauth's forms of codes and second factors, in our words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from gallery.people.forms import Labelled


class RequestCodeForm(Labelled, account.RequestLoginCodeForm):
    labels = {"email": "E-mail"}


class ConfirmCodeForm(Labelled, account.ConfirmLoginCodeForm):
    labels = {"code": _("Code")}


class AuthenticateForm(Labelled, base.AuthenticateForm):
    labels = {"code": _("Code of your app, or a recovery code")}


class ReauthenticateForm(Labelled, base.ReauthenticateForm):
    labels = {"code": _("Code of your app, or a recovery code")}


class ActivateForm(Labelled, totp.ActivateTOTPForm):
    labels = {"code": _("The code that it shows now")}
