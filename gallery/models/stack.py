"""The cover of a run's pictures, where they are shown as one stack: chosen once, seen by everybody who sees them."""

from django.db import models
from django.utils import timezone


class Stack(models.Model):
    """``run`` as in Image. Without a row, or where the cover is not among those shown, the picked one lies on top, or
    the newest.
    """

    run = models.CharField(max_length=36, primary_key=True)
    cover = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.cover_id} on {self.run}"
