"""A gateway key that somebody stored: encrypted, shown by its last four characters."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from studio.fields import EncryptedTextField


class Credential(models.Model):
    """``balance`` US dollars at ``tested_at``, as the gateway's free balance call said; None when it told no limit."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="credential")
    key = EncryptedTextField()
    last_four = models.CharField(max_length=4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    tested_at = models.DateTimeField(null=True, blank=True)
    balance = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)

    def __str__(self) -> str:
        return f"key ending in {self.last_four}"
