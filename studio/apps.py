from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate

from gallery import remembered
from studio import catalogue, checks
from studio.celery import app
from studio.serving import sentry

__all__ = ["app", "checks"]  # imported so that tasks find their application, and the checks are registered


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Making images"

    def ready(self) -> None:
        catalogue.configure(settings.CATALOGUE_DIRS)
        post_migrate.connect(remembered.watch, sender=self)
        sentry.start(settings.SENTRY_DSN)
