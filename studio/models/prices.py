"""Prices that an administrator wrote in the place of the shipped ones: append-only, the newest of a model counts."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PriceRevision(models.Model):
    """``rows`` as in the catalogue: [{"amount": "0.05", "when": {"quality": "high"}, "per_megapixel": "0.01"}], US
    dollars a picture, the first that fits counts; "unknown": true where nobody knows. None: as shipped again.
    """

    remembered = True

    model = models.CharField(max_length=100)
    rows = models.JSONField(null=True)
    source = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("model", "-id"), name="price_of_model")]

    def __str__(self) -> str:
        return f"{self.model}, revision {self.pk}"
