"""Words for every field of a search, for pictures of before. What they look like: ``manage.py look_again``."""

from django.db import migrations

from gallery.models import words

A_BATCH = 1000


def index_anew(apps, schema_editor):
    pictures = apps.get_model("gallery", "Image").objects.exclude(kind__in=("reference", "mask")).order_by("pk")
    batch = []
    for image in pictures.iterator(A_BATCH):
        batch.append(image)
        if len(batch) == A_BATCH:
            write(apps, batch)
            batch = []
    write(apps, batch)


def write(apps, images):
    taggings = apps.get_model("gallery", "Tagging").objects.filter(image__in=[image.pk for image in images])
    tags = {}
    for image, owner, team, name in taggings.values_list("image_id", "tag__owner_id", "tag__team_id", "tag__name"):
        tags.setdefault(image, []).append((words.space_name(team, owner), name))
    kept = apps.get_model("gallery", "ImageWords")
    made = [words.row_of(image, tags.get(image.pk, ())) for image in images]
    kept.objects.bulk_create(
        [kept(image_id=row.image_id, text=row.text, vector=row.vector) for row in made],
        update_conflicts=True,
        unique_fields=["image"],
        update_fields=["text", "vector"],
    )


class Migration(migrations.Migration):
    dependencies = [("gallery", "0010_find")]

    operations = [migrations.RunPython(index_anew, migrations.RunPython.noop, elidable=True)]
