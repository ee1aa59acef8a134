"""A text column whose value is encrypted at rest."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def cipher() -> MultiFernet:
    """The first of CREDENTIAL_KEYS encrypts, all of them decrypt: put a new key in front to rotate."""
    return MultiFernet([Fernet(key) for key in settings.CREDENTIAL_KEYS])


class EncryptedTextField(models.TextField):
    """Plain text in Python, Fernet ciphertext in the row. A value that no key opens reads as ""."""

    def get_prep_value(self, value: Any) -> Any:
        if not value:
            return ""
        return cipher().encrypt(str(value).encode()).decode()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        if not value:
            return ""
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken:
            return ""
