"""The Celery application: ``celery -A studio worker -Q provider|media|control``."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["studio", "gallery"])
app.steps["worker"].add(DjangoStructLogInitStep)
