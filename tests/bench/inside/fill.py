"""Migrates, and hangs up to ``rows`` pictures of one person: one a minute, counted back from now."""

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from gallery.ids import uuid7
from gallery.models import Image, User
from tests.bench.inside import given, say
from tests.bench.inside.people import session_of

COUNT = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows}) "
    "{insert} SELECT {values} FROM gallery_image, numbers WHERE gallery_image.id = %s",
    "postgresql": "{insert} SELECT {values} FROM gallery_image, generate_series(1, {rows}) AS numbers(n) "
    "WHERE gallery_image.id = %s",
}
VALUES = {
    "sqlite": {
        "id": "lower(hex(randomblob(16)))",
        "created_at": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || (n + {there}) || ' minutes')",
    },
    "postgresql": {
        "id": "gen_random_uuid()",
        "created_at": "now() - make_interval(mins => n + {there})",
    },
}


def template(owner: User) -> Image:
    return Image.objects.create(
        id=uuid7(),
        owner=owner,
        created_at=timezone.now(),
        prompt="A deer in a misty pine forest at dawn, film grain, the light low between the trunks",
        model="openai/gpt-image-1-mini",
        model_label="GPT Image 1 mini",
        vendor="OpenAI",
        asked={"aspect": "3:2", "options": {"quality": "high"}, "references": []},
        cost="0.0110",
        seconds=4.2,
        width=1536,
        height=1024,
        format="png",
        bytes=2_400_000,
        sha256="0" * 64,
        color="#5a6b4d",
        renditions=2,
    )


def copy(image: Image, rows: int, there: int) -> None:
    names = [field.column for field in Image._meta.local_fields]
    own = {name: text.format(there=there) for name, text in VALUES[connection.vendor].items()}
    own["prompt"] = "prompt || ' ' || n"
    insert = f"INSERT INTO gallery_image ({', '.join(names)})"
    values = ", ".join(own.get(name, f"gallery_image.{name}") for name in names)
    statement = COUNT[connection.vendor].format(insert=insert, values=values, rows=rows)
    key = image.pk.hex if connection.vendor == "sqlite" else image.pk
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%", "%%").replace("%%s", "%s"), [key])


def main() -> None:
    call_command("prepare", verbosity=0)
    owner = User.objects.get(username="mira")
    there = Image.objects.count()
    copy(template(owner), given()["rows"] - there, there)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE gallery_image" if connection.vendor == "postgresql" else "ANALYZE")
    say(rows=Image.objects.count(), session=session_of(owner))


if __name__ == "__main__":
    main()
