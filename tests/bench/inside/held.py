"""The moderators' queue with as many waiting cases as asked for, through Django's whole stack."""

import uuid
from datetime import timedelta

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from gallery.ids import uuid7
from gallery.models import Case, User
from tests.bench.inside import given, say
from tests.bench.inside.wall import usual_ms

AT_ONCE = 5_000
PEOPLE = 50
KINDS = ("prompt", "prompt", "prompt", "picture", "report")


def fill(rows: int) -> None:
    people = [User(username=f"held{n}", password="!") for n in range(PEOPLE)]
    User.objects.bulk_create(people, ignore_conflicts=True)
    people = list(User.objects.filter(username__startswith="held"))
    rule, now = uuid.uuid4(), timezone.now()
    for start in range(0, rows, AT_ONCE):
        Case.objects.bulk_create(case(n, people[n % PEOPLE], rule, now) for n in range(start, start + AT_ONCE))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def case(n: int, person: User, rule: uuid.UUID, now: object) -> Case:
    kind, prompt = KINDS[n % len(KINDS)], f"a blood orange on wet slate, number {n}"
    fired = [{"label": "Violence, rule 7", "rule": str(rule), "version": 3, "words": ["blood"], "spans": [[2, 7]]}]
    return Case(
        id=uuid7(),
        kind=kind,
        subject_kind="run",
        subject_id=uuid.uuid4(),
        person=person,
        prompt=prompt,
        triggers=fired,
        rule=rule,
        alike=f"prompt:{n % 1000}",
        due_at=timezone.now() + timedelta(hours=2),
    )


def bare_page() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, prompt FROM gallery_case WHERE decided_at IS NULL ORDER BY id LIMIT 41")
        cursor.fetchall()


def main() -> None:
    rows = given()["rows"]
    call_command("prepare", verbosity=0)
    fill(rows)
    user, _ = User.objects.get_or_create(username="judge", defaults={"is_moderator": True, "password": "!"})
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    ids = list(Case.objects.waiting().order_by("id").values_list("pk", flat=True))
    deep, middle = ids[int(0.9 * rows)], ids[rows // 2]

    def fetch(address: str, fresh: bool = False) -> None:
        if fresh:
            cache.clear()
        assert client.get(address).status_code == 200

    say(
        floor=usual_ms(bare_page),
        first=usual_ms(lambda: fetch("/held/")),
        counted=usual_ms(lambda: fetch("/held/", fresh=True)),
        deep=usual_ms(lambda: fetch(f"/held/?after={deep}")),
        reports=usual_ms(lambda: fetch("/held/reports/")),
        item=usual_ms(lambda: fetch(f"/held/{middle}/")),
    )


if __name__ == "__main__":
    main()
