"""Entries from before budgets: the month they count in, and the balances that they come to."""

from collections import Counter

from django.db import migrations
from django.utils import timezone

UNITS = 10_000
CHUNK = 2000


def fill(apps, schema_editor):
    entry_model = apps.get_model("studio", "LedgerEntry")
    balances = {"spent": Counter(), "reserved": Counter()}
    generation, group = None, []
    rows = entry_model.objects.order_by("generation_id", "pk")
    for entry in rows.iterator(chunk_size=CHUNK):
        if entry.generation_id != generation:
            count(balances, group)
            generation, group = entry.generation_id, []
        group.append(entry)
    count(balances, group)
    write(apps.get_model("studio", "Balance"), balances)


def count(balances, entries):
    """All entries of one generation count in the month of the first."""
    if not entries:
        return
    month = timezone.localdate(entries[0].at).replace(day=1)
    type(entries[0]).objects.filter(pk__in=[entry.pk for entry in entries]).update(month=month)
    settled = any(entry.kind != "reserve" for entry in entries)
    first, total = entries[0], sum(entry.amount for entry in entries)
    subjects = [("instance", ""), ("person", str(first.user_id))]
    if first.team_id:
        subjects.append(("team", str(first.team_id)))
    for kind, subject in subjects:
        key = (kind, subject, first.sandbox, month)
        balances["spent" if settled else "reserved"][key] += int(total * UNITS)


def write(balance_model, balances):
    for kind, subject, sandbox, month in {*balances["spent"], *balances["reserved"]}:
        key = (kind, subject, sandbox, month)
        balance_model.objects.create(
            kind=kind, subject=subject, sandbox=sandbox, month=month,
            spent=balances["spent"][key], reserved=balances["reserved"][key],
        )


class Migration(migrations.Migration):

    dependencies = [("studio", "0004_budgets")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
