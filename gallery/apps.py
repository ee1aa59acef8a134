from importlib import import_module

from django.apps import AppConfig


class GalleryConfig(AppConfig):
    name = "gallery"
    verbose_name = "Keeping images"

    def ready(self) -> None:
        import_module("gallery.signals")
