"""Addresses of the pages that run the studio."""

from django.urls import path

from studio.views import models

urlpatterns = [
    path("models/", models.index, name="models"),
    path("models/<path:model>/switch/", models.switch, name="model-switch"),
    path("models/<path:model>/again/", models.again, name="model-again"),
    path("models/<path:model>/", models.detail, name="model"),
]
