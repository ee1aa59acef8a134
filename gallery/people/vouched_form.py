"""The form of whom a sign-in provider vouches for, read only where there is one: it needs allauth's part for them."""

from allauth.socialaccount.forms import SignupForm
from django.utils.translation import gettext_lazy as _

from gallery.people.forms import Labelled


class VouchedForm(Labelled, SignupForm):
    """What the provider left open: a name that is taken, an address that it did not confirm."""

    labels = {"username": _("Username"), "email": "E-mail"}
