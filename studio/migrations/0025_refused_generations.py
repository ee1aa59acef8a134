
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('studio', '0024_retention'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='generation',
            index=models.Index(condition=models.Q(('state', 'refused')), fields=['-id'], name='generation_refused'),
        ),
    ]
