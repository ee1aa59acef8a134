"""Encrypts every stored key anew by the first of CREDENTIAL_KEYS, so that the others can be taken out."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.db.models.functions import Cast

from gallery import audit
from gallery.audit import Act
from studio.fields import cipher
from studio.models import Credential

COLUMNS = ("key", "waiting")


class Command(BaseCommand):
    help = "Encrypts stored keys anew by the first of CREDENTIAL_KEYS. Fails where one opens with none of them."

    def handle(self, *args: Any, **options: Any) -> None:
        lost = 0
        with transaction.atomic():
            bare = {f"bare_{name}": Cast(name, models.TextField()) for name in COLUMNS}
            rows = list(Credential.objects.select_for_update().annotate(**bare).values("pk", *bare))
            for row in rows:
                lost += sum(not rotated(row["pk"], name, row[f"bare_{name}"]) for name in COLUMNS)
            audit.record(Act.KEY_ROTATED, details={"keys": len(rows) - lost, "by": "rotate_credentials"})
        self.stdout.write(f"{len(rows)} stored keys, {lost} that no key opens.")
        if lost:
            raise CommandError("Put the old key back behind the new one in CREDENTIAL_KEYS, or have those set again.")


def rotated(pk: int, column: str, bare: str) -> bool:
    """False where none of the keys opens it; it stays as it is."""
    if not bare:
        return True
    try:
        fresh = cipher().rotate(bare.encode()).decode()
    except InvalidToken:
        return False
    # The bare text, past the field that would encrypt it once more.
    Credential.objects.filter(pk=pk).update(**{column: models.Value(fresh, output_field=models.TextField())})
    return True
