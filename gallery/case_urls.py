"""Addresses of decisions about one's own, of appeals and of reports."""

from django.urls import path

from gallery.views import cases, guest_reports

urlpatterns = [
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/about/<uuid:subject>/", cases.about, name="case-about"),
    path("cases/<uuid:pk>/appeal/", cases.appeal, name="case-appeal"),
    path("gallery/images/<uuid:pk>/report/", cases.report, name="image-report"),
    path("s/<str:token>/<uuid:pk>/report/", guest_reports.report, name="room-report"),
]
