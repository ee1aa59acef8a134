"""Addresses of the log, of evidence, of how long things are kept, and of a person's data."""

from django.urls import path

from studio.views.administration import audit, evidence, personal, retention

urlpatterns = [
    path("audit/", audit.log, name="held-log"),
    path("audit/check/", audit.check, name="audit-check"),
    path("audit/log.csv", audit.export, {"kind": "csv"}, name="audit-csv"),
    path("audit/log.jsonl", audit.export, {"kind": "jsonl"}, name="audit-jsonl"),
    path("evidence-key.pem", evidence.key, name="evidence-key"),
    path("images/<uuid:pk>/evidence/", evidence.make, name="evidence"),
    path("account/export/", personal.export_own, name="account-export"),
    path("people/<str:username>/export/", personal.export, name="person-export"),
    path("people/<str:username>/erase/", personal.erase, name="person-erase"),
    path("retention/", retention.edit, name="retention"),
]
