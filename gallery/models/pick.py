"""The red dot: a picture is picked in a space, its owner's own or a team's."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Pick(models.Model):
    """One flag per picture and space. ``team`` None: in its owner's own gallery; ``by`` who set it there."""

    image = models.ForeignKey("gallery.Image", on_delete=models.CASCADE, related_name="picks")
    team = models.ForeignKey("gallery.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="picks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("image", "team"), name="pick_once_per_team"),
            models.UniqueConstraint(fields=("image",), condition=models.Q(team=None), name="pick_once_by_its_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.team or 'its owner’s gallery'}"
