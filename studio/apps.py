from django.apps import AppConfig
from django.conf import settings

from studio import catalogue, checks  # noqa: F401 (registers the checks)


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Making images"

    def ready(self) -> None:
        catalogue.configure(settings.CATALOGUE_DIRS)
