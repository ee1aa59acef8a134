"""A sign for each table that seldom changes: another one after every change, so that its content may be remembered."""

from django.db import models


class Mark(models.Model):
    """``value`` is drawn anew by a trigger of the database, whoever changes the table of this ``name`` and however."""

    name = models.CharField(max_length=63, primary_key=True)
    value = models.CharField(max_length=36)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
