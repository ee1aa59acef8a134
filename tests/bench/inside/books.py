"""A year of ``rows`` ledger rows of 40 people and 21 models on PostgreSQL, and what the usage page asks of it."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from gallery.models import User
from studio import catalogue
from studio.models import DayUse, Generation, LedgerEntry, Run
from studio.usage import approvals, checking, sums
from studio.usage.filters import UsageForm
from tests.bench.inside import given, say

TRIES = 15
PEOPLE = 40
DAYS = 365
A_DAY = 3  # models that one person uses in a day


def main() -> None:
    call_command("prepare", verbosity=0)
    fill(given()["rows"] // 2)
    started = time.perf_counter()
    days = checking.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    boss = User.objects.create(username="boss", is_superuser=True)
    found = {f"of_{days}": measured(boss, days) for days in (30, DAYS)}
    floor = usual_ms(lambda: LedgerEntry.objects.order_by("pk").first())
    say(ledger=LedgerEntry.objects.count(), sums=days, rebuilt=time.perf_counter() - started, floor=floor, **found)


def measured(user: User, days: int) -> dict[str, float]:
    """Milliseconds of each question, and of all that the page asks."""
    today = timezone.localdate()
    first = today - timedelta(days=days - 1)
    form = UsageForm(QueryDict(f"book=true&from={first}&to={today}"), user=user)
    assert form.is_valid(), form.errors
    books = form.books()
    asked: dict[str, Callable[[], Any]] = {
        "day": lambda: sums.by_day(books, form.days, "model"),
        "model": lambda: sums.by_model(books),
        "person": lambda: sums.by_person(books),
        "totals": lambda: sums.totals(books),
        "state": lambda: sums.by_state(books),
        "approved": lambda: approvals.by_model(form),
    }
    found = {name: usual_ms(work) for name, work in asked.items()}
    return found | {"page": sum(found.values()), "rows": DayUse.objects.filter(day__gte=first).count()}


def usual_ms(work: Callable[[], Any]) -> float:
    """The lower quartile, since others may use this machine meanwhile."""
    found = []
    for _ in range(TRIES):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return statistics.quantiles(found, n=4)[0]


def fill(calls: int) -> None:
    """``calls`` generations with a reservation and a settlement each, copied from one by the database itself."""
    people = User.objects.bulk_create(User(username=f"person{n}", email=f"p{n}@example.org") for n in range(PEOPLE))
    runs = Run.objects.bulk_create(Run(owner=person, prompt="a harbour", requested=[]) for person in people)
    specs = list(catalogue.current().values())
    one = Generation.objects.create(run=runs[0], position=32000, model="none", model_label="", vendor="", lane="images")
    pick = f"(1 + (i + i / {PEOPLE} / {DAYS} % {A_DAY} + i / {PEOPLE} % 7) % {len(specs)})"
    at = f"now() - make_interval(days => (i / {PEOPLE} % {DAYS})::int, secs => i % 3600)"
    copied(
        Generation,
        {
            "id": "gen_random_uuid()",
            "run_id": f"(%(runs)s::uuid[])[1 + i % {PEOPLE}]",
            "position": f"i / {PEOPLE}",
            "model": f"(%(models)s::text[])[{pick}]",
            "model_label": f"(%(labels)s::text[])[{pick}]",
            "vendor": f"(%(vendors)s::text[])[{pick}]",
            "state": "CASE WHEN i % 50 = 0 THEN 'refused' ELSE 'succeeded' END",
            "charged": "CASE WHEN i % 50 = 0 THEN 'no' ELSE 'yes' END",
            "cost": "0.04",
            "created_at": at,
            "sent_at": at,
            "finished_at": f"{at} + interval '9 seconds'",
        },
        "generate_series(0, %(calls)s - 1) i",
        f"t.id = '{one.pk}'",
        runs=[run.pk for run in runs],
        models=[spec.id for spec in specs],
        labels=[spec.label for spec in specs],
        vendors=[spec.vendor for spec in specs],
        calls=calls,
    )
    entry = LedgerEntry.objects.create(generation=one, user=people[0], kind="reserve", amount=0)
    for kind, amount in (("reserve", "0.04"), ("settle", "CASE g.charged WHEN 'yes' THEN 0 ELSE -0.04 END")):
        columns = {"id": None, "generation_id": "g.id", "user_id": "r.owner_id", "kind": f"'{kind}'"}
        columns |= {"amount": amount, "at": "g.created_at", "month": "date_trunc('month', g.created_at)::date"}
        source = f"studio_generation g JOIN studio_run r ON r.id = g.run_id AND g.id <> '{one.pk}'"
        copied(LedgerEntry, columns, source, f"t.id = {entry.pk}")
    entry.delete()
    one.delete()


def copied(model: Any, columns: dict[str, str | None], source: str, of: str, **values: Any) -> None:
    """Rows like the one ``of``, with these columns put in; None leaves a column to its default."""
    table = model._meta.db_table
    names = [field.column for field in model._meta.concrete_fields if columns.get(field.column, "") is not None]
    wanted = ", ".join(columns.get(name) or f't."{name}"' for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    text = f"INSERT INTO {table} ({quoted}) SELECT {wanted} FROM {table} t, {source} WHERE {of}"
    with connection.cursor() as cursor:
        cursor.execute(text.replace("% ", "%% ") if values else text, values or None)


if __name__ == "__main__":
    main()
