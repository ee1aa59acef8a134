"""The one signal: files go with their row, however the row was deleted."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from gallery.files import storage
from gallery.models import Image


@receiver(post_delete, sender=Image)
def take_files_along(sender: type[Image], instance: Image, **kwargs: Any) -> None:
    names = storage.places_of(instance)  # a deleted instance loses its id before the commit
    transaction.on_commit(lambda: storage.delete(names), robust=True)
