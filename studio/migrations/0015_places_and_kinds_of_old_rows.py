"""What older rows say by their columns: a batch's team by name, and whether a question was about a picture."""

from django.db import migrations, models


def fill(apps, schema_editor):
    helps = apps.get_model("studio", "PromptHelp")
    helps.objects.filter(image__isnull=False).update(kind="describe")
    for batch in apps.get_model("studio", "Batch").objects.select_related("team", "project").iterator():
        if batch.team or batch.project:
            batch.team_name = batch.team.name if batch.team else ""
            batch.project_name = batch.project.name if batch.project else ""
            batch.save(update_fields=["team_name", "project_name"])


class Migration(migrations.Migration):

    dependencies = [("studio", "0014_chat_in_the_books"), ("gallery", "0008_keys_and_tone")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='prompthelp',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'describe'), models.Q(('asked', ''), _negated=True), _connector='OR'), name='prompt_help_asks_something'),
        ),
    ]
