"""What pictures are found by: words in a table, and an index of them in the database's own manner."""

import django.db.models.deletion
from django.db import migrations, models

import gallery.models.words

SQLITE = (
    "CREATE VIRTUAL TABLE gallery_words USING fts5("
    "text, content='gallery_imagewords', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    "CREATE TRIGGER gallery_words_added AFTER INSERT ON gallery_imagewords BEGIN "
    "INSERT INTO gallery_words(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER gallery_words_gone AFTER DELETE ON gallery_imagewords BEGIN "
    "INSERT INTO gallery_words(gallery_words, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER gallery_words_changed AFTER UPDATE OF text ON gallery_imagewords BEGIN "
    "INSERT INTO gallery_words(gallery_words, rowid, text) VALUES ('delete', old.id, old.text); "
    "INSERT INTO gallery_words(rowid, text) VALUES (new.id, new.text); END",
)
POSTGRESQL = ("CREATE INDEX gallery_words ON gallery_imagewords USING gin (vector) WITH (fastupdate = off)",)
UNDO = {
    "sqlite": (
        "DROP TRIGGER gallery_words_added",
        "DROP TRIGGER gallery_words_gone",
        "DROP TRIGGER gallery_words_changed",
        "DROP TABLE gallery_words",
    ),
    "postgresql": ("DROP INDEX gallery_words",),
}
A_BATCH = 2000


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def index_what_is_there(apps, schema_editor):
    pictures = apps.get_model("gallery", "Image").objects.exclude(kind__in=("reference", "mask"))
    rows = apps.get_model("gallery", "ImageWords")
    batch = []
    for image in pictures.only("pk", "owner_id", *gallery.models.words.SEARCHED).iterator(A_BATCH):
        made = gallery.models.words.row_of(image)
        batch.append(rows(image_id=made.image_id, text=made.text, vector=made.vector))
        if len(batch) == A_BATCH:
            rows.objects.bulk_create(batch)
            batch = []
    rows.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("gallery", "0005_pick")]

    operations = [
        migrations.CreateModel(
            name="ImageWords",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("vector", gallery.models.words.Vector(default="", editable=False)),
                (
                    "image",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="gallery.image"
                    ),
                ),
            ],
            options={"verbose_name_plural": "image words"},
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
    ]
