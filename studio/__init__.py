"""Making images: the catalogue, the gateway, runs and their life; also the project package."""

from studio.celery import app as celery_app

__all__ = ["celery_app"]
