"""Bearer tokens of the REST API. Only a hash is kept; the token itself is shown once."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from gallery.statements import Prepared

PREFIX = "pin_"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def issue(self, *, owner: "settings.AUTH_USER_MODEL", name: str) -> tuple["ApiToken", str]:  # type: ignore[name-defined]
        """A new row and the token, which is not to be seen again."""
        token = PREFIX + secrets.token_urlsafe(32)
        return self.create(owner=owner, name=name, digest=digest(token), last_four=token[-4:]), token

    def live(self, token: str) -> "ApiToken | None":
        """The unrevoked row of a token whose owner may still sign in."""
        row = by_digest.first(digest(token))
        return row if row and row.owner.is_active else None


class ApiToken(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    last_four = models.CharField(max_length=4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.name or 'API token'} ending in {self.last_four}"


by_digest = Prepared(
    lambda of: ApiToken.objects.select_related("owner").filter(digest=of, revoked_at=None).order_by(), ("a", "b")
)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
