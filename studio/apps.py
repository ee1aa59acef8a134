from django.apps import AppConfig
from django.conf import settings

from studio import catalogue, checks, sentry
from studio.celery import app

__all__ = ["app", "checks"]  # imported so that tasks find their application, and the checks are registered


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Making images"

    def ready(self) -> None:
        catalogue.configure(settings.CATALOGUE_DIRS)
        sentry.start(settings.SENTRY_DSN)
