
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gallery', '0021_confirming'),
    ]

    operations = [
        migrations.AddField(
            model_name='listedhash',
            name='found',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='listedhash',
            name='search_due',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='listedhash',
            name='searched_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='listedhash',
            name='searched_to',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='listedhash',
            index=models.Index(condition=models.Q(('search_due__isnull', False)), fields=['search_due', 'id'], name='hash_to_search'),
        ),
    ]
