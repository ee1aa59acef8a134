"""The months of the days that are summed up already."""

from django.db import migrations
from django.db.models import Sum
from django.db.models.functions import TruncMonth

CELL = ("model", "label", "vendor", "user_id", "team_id", "project_id", "sandbox", "state")
NAMES = ("calls", "asked", "pictures", "free", "timed", "took", "spent", "estimated", "released", "quoted")


def fill(apps, editor):
    days, months = apps.get_model("studio", "DayUse").objects, apps.get_model("studio", "MonthUse")
    rows = days.annotate(month=TruncMonth("day")).order_by().values("month", *CELL)
    rows = rows.annotate(**{f"sum_{name}": Sum(name) for name in NAMES}).iterator(1000)
    made = (months(**{name.removeprefix("sum_"): value for name, value in row.items()}) for row in rows)
    months.objects.bulk_create(made, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("studio", "0028_months_of_usage")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
