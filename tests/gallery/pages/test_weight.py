"""What a page costs: queries at two sizes, and none that counts the whole gallery."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import ImageFactory, MembershipFactory


def queries_of(client, address):
    client.get(address)  # what is asked once per process is asked now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


def made(number, **fields):
    start = timezone.now()
    for index in range(number):
        ImageFactory(created_at=start - timedelta(hours=index), **fields)


@pytest.mark.parametrize("where", ["mine", "team"])
def test_a_wall_costs_the_same_at_any_size(client, ada, where):
    team = MembershipFactory(user=ada).team
    address = reverse("gallery") if where == "mine" else reverse("gallery-team", args=[team.pk])
    fields = {"owner": ada} if where == "mine" else {"team": team, "published_at": timezone.now()}
    made(3, **fields)
    few = queries_of(client, address)
    made(130, **fields)
    many = queries_of(client, address)
    assert len(many) == len(few) <= 5


@pytest.mark.parametrize("where", ["mine", "team"])
@pytest.mark.parametrize("words", ["", "dune", "-fog dune"])
def test_a_wall_costs_administrators_no_more(client, ada, where, words):
    """Their second factor is asked for with every page, which what is remembered answers."""
    type(ada).objects.filter(pk=ada.pk).update(is_superuser=True, is_staff=True)
    team = MembershipFactory(user=ada).team
    address = reverse("gallery") if where == "mine" else reverse("gallery-team", args=[team.pk])
    made(70, **({"owner": ada} if where == "mine" else {"team": team, "published_at": timezone.now()}), prompt="a dune")
    assert len(queries_of(client, f"{address}?{urlencode({'q': words})}")) <= 5


def test_stacks_cost_the_same_at_any_size(client, ada):
    team = MembershipFactory(user=ada).team
    address = f"{reverse('gallery-team', args=[team.pk])}?stacks=1"
    made(3, team=team, published_at=timezone.now())
    few = queries_of(client, address)
    made(70, team=team, published_at=timezone.now())
    assert len(queries_of(client, address)) == len(few) <= 8


def test_no_query_counts_more_than_the_days_on_the_page(client, ada):
    made(130, owner=ada)
    counting = [sql for sql in queries_of(client, reverse("gallery")) if "COUNT(" in sql]
    assert all("LIMIT" in sql for sql in counting)


def test_a_picture_page_costs_the_same_at_any_size(client, ada):
    image = ImageFactory(owner=ada)
    made(2, owner=ada)
    few = queries_of(client, reverse("image", args=[image.pk]))
    made(60, owner=ada)
    assert len(queries_of(client, reverse("image", args=[image.pk]))) == len(few) <= 14


def test_the_trash_costs_the_same_at_any_size(client, ada):
    made(2, owner=ada, trashed_at=timezone.now())
    few = queries_of(client, reverse("trash"))
    made(60, owner=ada, trashed_at=timezone.now())
    assert len(queries_of(client, reverse("trash"))) == len(few) <= 4
