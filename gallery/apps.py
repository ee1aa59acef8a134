from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from gallery import remembered


class GalleryConfig(AppConfig):
    name = "gallery"
    verbose_name = "Keeping images"

    def ready(self) -> None:
        import_module("gallery.signals")
        post_migrate.connect(remembered.watch, sender=self)
