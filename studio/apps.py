from django.apps import AppConfig
from django.conf import settings

from studio import catalogue


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Making images"

    def ready(self) -> None:
        catalogue.configure(settings.CATALOGUE_DIRS)
