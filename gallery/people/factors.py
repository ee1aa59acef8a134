"""Second factors: secrets encrypted in their rows, and who has to have one."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.access import Standing
from gallery.models import Entrance
from gallery.people import passkeys

MISSING = gettext_lazy("Administrators and moderators need a second factor here. Add an app or a passkey.")


def cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CREDENTIAL_KEYS])


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is wrong or over. Give the one that is shown now."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Told by the browser when it asks for the passkey."""
        return {"id": passkeys.host_of(context.request), "name": "Pinacoteca"}

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()


def missing(person: Any) -> bool:
    """Whether this person has to add a second factor before all else. No query for members and guests."""
    if access.standing_of(person) not in (Standing.ADMINISTRATOR, Standing.MODERATOR):
        return False
    return Entrance.current().second_factor and not is_mfa_enabled(person)
