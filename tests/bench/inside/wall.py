"""The gallery's pages and searches in this process, through Django's whole stack: milliseconds and queries of each."""

import gzip
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from gallery.browsing import paging
from gallery.browsing.wall import A_PAGE
from gallery.models import Image, Team, User
from gallery.models.image import ImageQuerySet
from tests.bench.inside import given, say

TRIES = 40
FRAGMENT = {"HX-Request": "true"}


def usual_ms(work: Callable[[], Any]) -> float:
    """The lower quartile, since others may use this machine meanwhile."""
    found = []
    for _ in range(TRIES):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return statistics.quantiles(found, n=4)[0]


RARE, COMMON, TYPED = "rarity1000", "harbour", ("har", "harb", "harbo")


def cursor_at(rows: ImageQuerySet, place: int) -> str:
    return paging.write(rows.order_by("-created_at", "-id").only("created_at", "id")[place])


def bare_page() -> None:
    """The floor: sixty rows through the index, and nothing else."""
    with connection.cursor() as cursor:
        columns = "id, prompt, width, height, created_at, model_label, cost, color, renditions, format"
        cursor.execute(
            f"SELECT {columns} FROM gallery_image"
            " WHERE owner_id = (SELECT id FROM gallery_user WHERE username = 'mira')"
            f" ORDER BY owner_id, created_at DESC, id DESC LIMIT {A_PAGE}"
        )
        cursor.fetchall()


def main() -> None:
    rows = given()["rows"]
    user = User.objects.get(username="mira")
    team = Team.objects.filter(pk=given()["team"]).first() if given().get("team") else None
    address = f"/gallery/teams/{team.pk}/" if team else "/gallery/"
    pictures = Image.objects.of_team(team) if team else Image.objects.mine(user)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    newest, deep = cursor_at(pictures, 0), cursor_at(pictures, int(0.9 * rows))

    def fetch(cursor: str = "", q: str = "", **headers: str) -> bytes:
        query = {name: value for name, value in (("cursor", cursor), ("q", q)) if value}
        answer = client.get(address, query, headers=headers)
        assert answer.status_code == 200, answer.status_code
        return answer.content

    page = fetch()
    queries: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        fetch()
    say(
        floor=usual_ms(bare_page),
        first=usual_ms(fetch),
        deep=usual_ms(lambda: fetch(deep)),
        first_fragment=usual_ms(lambda: fetch(newest, **FRAGMENT)),
        rare=usual_ms(lambda: fetch(q=RARE)),
        common=usual_ms(lambda: fetch(q=COMMON)),
        typed=max(usual_ms(lambda typed=typed: fetch(q=typed)) for typed in TYPED),
        deep_fragment=usual_ms(lambda: fetch(deep, **FRAGMENT)),
        queries=len(queries),
        html=len(page),
        gzip=len(gzip.compress(page, 6)),
        pictures=page.count(b"<img"),
        cursor=deep,
    )


if __name__ == "__main__":
    main()
