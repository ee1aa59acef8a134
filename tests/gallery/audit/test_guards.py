"""A migration that alters the trail's table leaves its guards in place: SQLite makes the table anew for it."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from gallery import audit
from gallery.models import AuditEntry


def refuses(sql):
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_an_altered_table_is_guarded_still():
    before = AuditEntry._meta.get_field("address")
    after = models.CharField(max_length=60, blank=True)
    after.set_attributes_from_name("address")
    audit.record("picture.hidden")
    with connection.schema_editor() as editor:
        editor.alter_field(AuditEntry, before, after, strict=True)
    try:
        refuses("DELETE FROM gallery_auditentry")
        refuses("UPDATE gallery_auditentry SET act = 'picture.shown'")
        assert AuditEntry.objects.count() == 1
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEntry, after, before, strict=True)
