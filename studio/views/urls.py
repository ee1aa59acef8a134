"""Addresses of these pages."""

from django.urls import path

from studio.views import appearance

urlpatterns = [
    path("theme/", appearance.theme, name="theme"),
]
