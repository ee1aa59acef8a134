"""A hash taken off its list, or allowed by hand: what waits because of it is told first and released when wanted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gallery.cases import freeing
from gallery.judging import block_list
from gallery.models import ApiToken, Case, Image, ListedHash
from tests.factories import UserFactory
from tests.gallery.judging.test_block_list import HASH, flipped, looking

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena():
    return UserFactory(is_superuser=True)


@pytest.fixture
def row(lena):
    return block_list.add_hash(HASH, by=lena, reason="Stolen")


@pytest.fixture
def waiting(lena, row):
    """Held by the row alone; by another hash as well; the administrator's own."""
    block_list.add_hash(flipped(HASH, *range(8)), by=None, reason="Stolen")
    held = [looking(flipped(HASH, 9)), looking(flipped(HASH, *range(4))), looking(flipped(HASH, 10), owner=lena)]
    assert all(block_list.check(image) for image in held)
    return held


def states(images):
    return [Image.objects.get(pk=image.pk).moderation for image in images]


def test_a_row_says_what_it_alone_holds(row, waiting):
    assert {case.subject_id for case in freeing.by_taking_off(row)} == {waiting[0].pk, waiting[2].pk}
    allowed = block_list.add_hash(1, by=None, reason="Ours", name="allow")
    assert freeing.by_taking_off(allowed) == []


def test_however_many_wait_the_queries_are_the_same(row):
    def asked(n):
        for _ in range(n):
            block_list.check(looking(flipped(HASH, 1)))
        with CaptureQueriesContext(connection) as queries:
            found = len(freeing.by_taking_off(row))
        return found, len(queries)

    asked(1)  # the lists are read
    (few, queries), (many, as_many) = asked(1), asked(12)
    assert (few, many, queries) == (2, 14, as_many)


def test_taking_off_asks_first_and_does_nothing(client, lena, row, waiting):
    client.force_login(lena)
    told = client.post(reverse("held-hash-remove"), {"row": row.uuid})
    page = told.content.decode()
    assert told.status_code == 409
    assert "2 pictures wait because of 9f1c2b3a4d5e6f70. Nothing else holds them." in page
    assert f'name="row" value="{row.uuid}"' in page
    assert ListedHash.objects.filter(pk=row.pk).exists()
    assert states(waiting) == ["hidden"] * 3


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("release", (["", "hidden", "hidden"], "1 picture that waited is released. 1 is left to others.")),
        ("keep", (["hidden"] * 3, "Off the list.")),
    ],
)
def test_taking_off_does_what_was_chosen(client, row, waiting, answer, outcome):
    (after, said), lena = outcome, row.by
    client.force_login(lena)
    told = client.post(reverse("held-hash-remove"), {"row": row.uuid, "waiting": answer}, follow=True)
    assert said in told.content.decode()
    assert states(waiting) == after
    assert not ListedHash.objects.filter(pk=row.pk).exists()
    if answer == "release":
        freed = Case.objects.get(subject_id=waiting[0].pk)
        assert (freed.decided_by, freed.outcome, freed.reason) == (lena, "released", "harmless")


def test_where_nothing_waits_it_is_off_at_once(client, lena, row):
    client.force_login(lena)
    assert client.post(reverse("held-hash-remove"), {"row": row.uuid}).status_code == 302
    assert not ListedHash.objects.exists()
    assert client.post(reverse("held-hash-remove"), {"row": row.uuid}).status_code == 302


@pytest.mark.parametrize(("answer", "after"), [("", "hidden"), ("release", ""), ("keep", "hidden")])
def test_allowing_by_hand_asks_as_well(client, lena, row, answer, after):
    image = looking(flipped(HASH, 1))
    assert block_list.check(image)
    client.force_login(lena)
    sent = {"hash": f"{HASH:016x}", "list": "allow", "reason": "Ours"} | ({"waiting": answer} if answer else {})
    told = client.post(reverse("held-hashes"), sent)
    assert told.status_code == (302 if answer else 409)
    assert states([image]) == [after]
    assert set(ListedHash.objects.values_list("list", flat=True)) == {"allow" if answer else "block"}
    if not answer:
        assert "Allow it and release it" in told.content.decode()


def test_the_same_by_the_api(client, lena, row, waiting):
    headers = {"Authorization": f"Bearer {ApiToken.objects.issue(owner=lena, name='t')[1]}"}
    path = f"/api/v1/hashes/{row.uuid}"
    assert client.get(path, headers=headers).json()["waiting"] == 2
    member = {"Authorization": f"Bearer {ApiToken.objects.issue(owner=UserFactory(), name='t')[1]}"}
    assert client.get(path, headers=member).status_code == 403
    done = client.delete(f"{path}?release=true", headers=headers)
    assert (done.status_code, done.json()) == (200, {"released": 1, "left": 1})
    assert states(waiting) == ["", "hidden", "hidden"]


def test_the_api_allows_with_and_without_a_release(client, lena, row):
    headers = {"Authorization": f"Bearer {ApiToken.objects.issue(owner=lena, name='t')[1]}"}
    image = looking(flipped(HASH, 1))
    assert block_list.check(image)
    body = {"hash": f"{HASH:016x}", "list": "allow"}
    kept = client.post("/api/v1/hashes", body, "application/json", headers=headers)
    assert (kept.status_code, kept.json()["released"], states([image])) == (201, 0, ["hidden"])
    done = client.post("/api/v1/hashes", body | {"release": True}, "application/json", headers=headers)
    assert (done.status_code, done.json()["released"], states([image])) == (201, 1, [""])
