from typing import Any

from django.db import migrations, models


def mark(apps: Any, schema_editor: Any) -> None:
    """Accounts that wait for their address: never entered, made for a domain, and not closed by an administrator."""
    entrance = apps.get_model("gallery", "Entrance")
    if not entrance.objects.filter(signup="domains").exists():
        return
    closed = apps.get_model("gallery", "AuditEntry").objects.filter(
        act="person.changed", object_kind="user", details_text__contains='"closed"'
    )
    ids = [int(id) for id in closed.values_list("object_id", flat=True) if id.isdecimal()]
    rows = apps.get_model("gallery", "User").objects.filter(is_active=False, last_login=None)
    rows.exclude(pk__in=ids).exclude(username__startswith="erased-").update(confirming=True)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("gallery", "0020_marks"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="confirming",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirming", False), ("is_active", False), _connector="OR"),
                name="user_confirming_closed",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
