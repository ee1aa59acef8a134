"""A migration that alters the trail's table leaves its guards in place: SQLite makes the table anew for it, PostgreSQL
refuses to alter what they watch.
"""

import pytest
from django.db import IntegrityError, NotSupportedError, connection, models, transaction

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
    if connection.vendor == "postgresql":
        with pytest.raises(NotSupportedError, match="used in a trigger"):
            alter(before, after)
    else:
        alter(before, after)
    try:
        refuses("DELETE FROM gallery_auditentry")
        refuses("UPDATE gallery_auditentry SET act = 'picture.shown'")
        assert AuditEntry.objects.count() == 1
    finally:
        if connection.vendor != "postgresql":
            alter(after, before)


def alter(before, after):
    with connection.schema_editor() as editor:
        editor.alter_field(AuditEntry, before, after, strict=True)
