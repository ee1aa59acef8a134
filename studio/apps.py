from django.apps import AppConfig
from django.conf import settings

from studio.celery import app as celery_app  # noqa: F401 (the current app, before any module of tasks is read)
from studio import catalogue, checks  # noqa: F401 isort: skip (registers the checks)


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Making images"

    def ready(self) -> None:
        catalogue.configure(settings.CATALOGUE_DIRS)
