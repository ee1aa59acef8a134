"""Adding a passkey: one that signs in without a name. Its other pages are allauth's in our templates."""

from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView

from gallery.people.factor_forms import AddPasskeyForm


class AddPasskey(AddWebAuthnView):
    """The browser is asked for a passkey that it keeps with the name and guards by a PIN, a finger or a face.

    allauth's own asks for one that is a second step alone, unless a box is ticked.
    """

    form_class = AddPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


add_passkey = AddPasskey.as_view()
