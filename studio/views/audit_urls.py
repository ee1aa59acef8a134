"""Addresses of the log."""

from django.urls import path

from studio.views import audit, evidence

urlpatterns = [
    path("audit/", audit.log, name="held-log"),
    path("audit/check/", audit.check, name="audit-check"),
    path("audit/log.csv", audit.export, {"kind": "csv"}, name="audit-csv"),
    path("audit/log.jsonl", audit.export, {"kind": "jsonl"}, name="audit-jsonl"),
    path("images/<uuid:pk>/evidence/", evidence.make, name="evidence"),
]
