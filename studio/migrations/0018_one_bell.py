"""What people were told about money goes to the bell, with its words and its count."""

from decimal import Decimal

from django.db import migrations
from django.db.models import F
from django.utils import timezone

NEAR = Decimal("0.8")  # of a limit, as it was
TEXTS = {
    "near": "%(mark)s of %(limit)s is used in %(name)s this month.",
    "asked": "%(who)s needs %(asked)s more than is left in %(name)s.",
    "granted": "%(who)s raised %(name)s to %(limit)s a month.",
    "declined": "%(who)s left %(name)s as it is.",
}


def move(apps, schema_editor):
    bell, users = apps.get_model("gallery", "Notice"), apps.get_model("gallery", "User")
    rows = apps.get_model("studio", "Notice").objects.select_related("request__by", "request__decided_by")
    for row in rows.iterator():
        kind, subject, sandbox = place_of(row)
        name = words_of(apps, kind, subject, mine=row.kind == "near" and subject == str(row.user_id))
        text, facts = told(row)
        bell.objects.create(
            user_id=row.user_id, verb=f"budget {row.kind}", text=text, facts=facts | {"name": name}, key=row.key,
            url=f"/usage/budgets/?book={'demo' if sandbox else 'true'}", created_at=row.created_at,
            seen_at=row.seen_at, mailed_at=timezone.now(),
        )  # fmt: skip
        if row.seen_at is None:
            users.objects.filter(pk=row.user_id).update(unseen=F("unseen") + 1)


def place_of(row):
    if row.request is None:
        return row.facts["kind"], row.facts["subject"], row.facts["sandbox"]
    return row.request.kind, row.request.subject, row.request.sandbox


def words_of(apps, kind, subject, *, mine):
    if kind == "instance":
        return ["this studio", {}]
    if mine:
        return ["your budget", {}]
    model = {"person": "User", "team": "Team", "project": "Project"}[kind]
    found = apps.get_model("gallery", model).objects.filter(pk=subject).first()
    if kind == "person":
        return ["%(name)s’s budget", {"name": name_of(found)}]
    return found.name if found else ""


def name_of(person):
    full = f"{person.first_name} {person.last_name}".strip() if person else ""
    return (person.display_name or full or person.username) if person else ""


def told(row):
    wish = row.request
    if row.kind == "near" or wish is None:
        limit = Decimal(row.facts["limit"])
        return TEXTS["near"], {"mark": f"${limit * NEAR:.2f}", "limit": f"${limit:.2f}"}
    if row.kind == "asked":
        return TEXTS["asked"], {"who": name_of(wish.by), "asked": f"${wish.asked:.2f}"}
    facts = {"who": name_of(wish.decided_by) or ["an administrator", {}]}
    if wish.granted is None:
        return TEXTS["declined"], facts
    return TEXTS["granted"], facts | {"limit": f"${wish.granted:.2f}"}


class Migration(migrations.Migration):
    dependencies = [("studio", "0017_switched_off"), ("gallery", "0015_plain_notices")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop), migrations.DeleteModel(name="Notice")]
