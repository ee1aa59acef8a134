"""The run of each picture as a column with an index, read from what was asked; and the covers of stacks."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models.fields.json import KT


def read_runs(apps, schema_editor):
    images = apps.get_model("gallery", "Image").objects.using(schema_editor.connection.alias)
    images.filter(asked__has_key="run").exclude(asked__run=None).update(run=KT("asked__run"))


class Migration(migrations.Migration):
    dependencies = [("gallery", "0022_search_of_blocked")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="run",
            field=models.CharField(blank=True, default="", editable=False, max_length=36),
            preserve_default=False,
        ),
        migrations.RunPython(read_runs, migrations.RunPython.noop),
        migrations.AddIndex(model_name="image", index=models.Index(fields=["run"], name="image_of_run")),
        migrations.CreateModel(
            name="Stack",
            fields=[
                ("run", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="gallery.image"
                    ),
                ),
            ],
            options={"ordering": ("-at",)},
        ),
    ]
