"""What a picture looks like: measured once, with its renditions."""

from django.db import models


class Likeness(models.Model):
    """``dhash`` as looks.signed gives it, ``band0`` to ``band3`` its four columns of 16 bits: hashes that differ in few
    bits share one of them, or nearly. ``palette`` is [["#rrggbb", share], …] of five, ``colors`` the names of what the
    picture mostly is.
    """

    image = models.OneToOneField("gallery.Image", on_delete=models.CASCADE, primary_key=True, related_name="likeness")
    dhash = models.BigIntegerField()
    band0 = models.PositiveIntegerField(db_index=True)
    band1 = models.PositiveIntegerField(db_index=True)
    band2 = models.PositiveIntegerField(db_index=True)
    band3 = models.PositiveIntegerField(db_index=True)
    palette = models.JSONField(default=list)
    colors = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "likenesses"

    def __str__(self) -> str:
        return f"{self.image_id}: {', '.join(self.colors)}"
