"""What pictures look like, searches that are kept, and indexes along the list of each model."""

import django.db.models.deletion
import django.utils.timezone
import gallery.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gallery', '0009_notes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('image', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='likeness', serialize=False, to='gallery.image')),
                ('dhash', models.BigIntegerField()),
                ('band0', models.PositiveIntegerField(db_index=True)),
                ('band1', models.PositiveIntegerField(db_index=True)),
                ('band2', models.PositiveIntegerField(db_index=True)),
                ('band3', models.PositiveIntegerField(db_index=True)),
                ('palette', models.JSONField(default=list)),
                ('colors', models.JSONField(default=list)),
            ],
            options={
                'verbose_name_plural': 'likenesses',
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.UUIDField(default=gallery.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('line', models.CharField(max_length=1000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name_plural': 'saved searches',
                'ordering': ('name', 'id'),
            },
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(fields=['owner', 'model', '-created_at', '-id'], name='image_of_owner_by_model'),
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(fields=['team', 'model', '-created_at', '-id'], name='image_of_team_by_model'),
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(condition=models.Q(('team__isnull', False)), fields=['owner', '-created_at', '-id'], name='image_shared'),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to='gallery.team'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(condition=models.Q(('team', None)), fields=('owner', 'name'), name='search_name_once_of_person'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('team', 'name'), name='search_name_once_in_team'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='search_has_name'),
        ),
    ]
