"""Every address of the site. /events and /media/ never reach Django: see asgi.py."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from studio.api import api
from studio.views.administration.health import healthz, prometheus, readyz

urlpatterns = [
    path("api/v1/", api.urls),  # first: two hundred addresses of pages were tried before each request of the API
    path("", include("studio.views.urls")),
    path("", include("studio.views.composer.prompt_urls")),
    path("", include("studio.views.account_urls")),
    path("", include("studio.views.spending.usage_urls")),
    path("", include("studio.views.administration.people_urls")),
    path("", include("studio.views.administration.administration_urls")),
    path("", include("studio.views.moderation.held_urls")),
    path("", include("studio.views.administration.audit_urls")),
    path("gallery/", include("gallery.urls")),
    path("", include("gallery.people_urls")),
    path("", include("gallery.case_urls")),
    path("", include("gallery.show_urls")),
    path("", include("gallery.organise_urls")),
    *([path("", include("gallery.provider_urls"))] if settings.OIDC_ISSUER else []),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", prometheus, name="metrics"),
]
