"""The rail of months, and the ways along a long list: older, newer, from a month on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gallery.browsing import months as rail
from gallery.browsing.listing import Listing
from gallery.search.query import read
from tests.factories import ImageFactory
from tests.gallery.pages.test_wall import hung

START = datetime(2026, 3, 31, 23, 0, tzinfo=UTC)


@pytest.fixture
def years(ada):
    """A picture each 40 days, the newest at the end of March; every third in fog."""
    for number in range(12):
        prompt = "fog" if number % 3 == 0 else "sun"
        ImageFactory(owner=ada, prompt=prompt, created_at=START - timedelta(days=40 * number))
    return ada


def firsts(found):
    return [(month.first, month.number) for month in found]


@pytest.mark.parametrize("enough", [1000, 1], ids=["few", "many"])
def test_months_with_pictures_newest_first(years, monkeypatch, enough):
    monkeypatch.setattr(rail, "ENOUGH", enough)
    found = rail.months_of(Listing(years))
    assert firsts(found)[:3] == [(date(2026, 3, 1), 1), (date(2026, 2, 1), 1), (date(2026, 1, 1), 1)]
    assert [month.first.year for month in found if month.year_turns] == [2025]
    assert sum(month.number for month in found) == 12


def test_numbers_stop_where_counting_would_cost(years, monkeypatch):
    monkeypatch.setattr(rail, "ENOUGH", 2)
    for _ in range(5):
        ImageFactory(owner=years, created_at=START)
    newest = rail.months_of(Listing(years))[0]
    assert (newest.number, newest.more) == (3, True)


def test_each_month_is_counted_along_the_list(years, monkeypatch):
    """Else PostgreSQL reads all pictures that are newer than the month."""
    monkeypatch.setattr(rail, "ENOUGH", 2)
    with CaptureQueriesContext(connection) as captured:
        rail.months_of(Listing(years))
    counting = next(query["sql"] for query in captured if "COUNT(*)" in query["sql"])
    assert counting.count('ORDER BY U0."created_at" DESC, U0."id" DESC LIMIT 3') == counting.count("COUNT(*)") > 12


def test_a_search_has_its_own_months(years):
    assert len(rail.months_of(Listing(years, None, read("fog")))) == 4


def test_a_month_leads_into_the_list_and_back_to_what_is_newer(client, years):
    response = client.get(reverse("gallery-overview"), headers={"HX-Request": "true"})
    february = next(month for month in response.context["months"] if month.first == date(2026, 2, 1))
    page = client.get(february.url)
    assert len(hung(page)) == 11
    newer = client.get(page.context["newer_url"], headers={"HX-Request": "true"})
    assert len(hung(newer)) == 1
    assert newer.context["newer_url"] == ""


def test_pages_before_join_without_a_gap_or_a_repeat(client, ada):
    made = [ImageFactory(owner=ada, created_at=START - timedelta(minutes=n)).pk for n in range(150)]
    last = client.get(client.get(client.get(reverse("gallery")).context["older_url"]).context["older_url"])
    seen, page = hung(last), last
    while page.context["newer_url"]:
        page = client.get(page.context["newer_url"])
        seen = hung(page) + seen
    assert seen == made
    assert page.context["wall"].start == ""


def test_the_number_is_told_beside_a_search(client, years):
    html = client.get(reverse("gallery-overview"), {"q": "fog"}, headers={"HX-Request": "true"}).content.decode()
    assert "4 pictures" in html


def test_rail_and_menu_cost_the_same_at_any_size(client, ada, django_assert_max_num_queries):
    for number in (3, 90):
        ImageFactory.create_batch(number, owner=ada)
        with django_assert_max_num_queries(8):
            client.get(reverse("gallery-overview"), {"q": "harbour"}, headers={"HX-Request": "true"})
        with django_assert_max_num_queries(24):
            client.get(reverse("gallery-find"), {"q": "harbour"}, headers={"HX-Request": "true"})
