"""The wall: what hangs, in which order, by which day, and what an address may ask for."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.browsing.wall import A_PAGE
from gallery.models.image import Kind
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory

NOON = timezone.now().replace(hour=12)


def hung(response):
    """The ids on the page, in order."""
    return [image.pk for day in response.context["wall"].days for image in day.images]


@pytest.mark.parametrize(
    "name",
    ["gallery", "gallery-find", "gallery-days", "gallery-overview", "saved-searches", "upload", "trash", "trash-empty"],
)
def test_pages_open_when_empty(client, ada, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["gallery", "gallery-find", "saved-searches", "upload", "trash"])
def test_nobody_is_sent_to_sign_in(client, db, name):
    UserFactory()
    assert client.get(reverse(name)).headers["Location"].startswith("/accounts/login/")


def test_mine_holds_what_i_own_newest_first(client, ada):
    old = ImageFactory(owner=ada, created_at=NOON - timedelta(days=2))
    new = ImageFactory(owner=ada, created_at=NOON - timedelta(days=1))
    ImageFactory()
    ImageFactory(owner=ada, kind=Kind.REFERENCE)
    ImageFactory(owner=ada, trashed_at=NOON)
    ImageFactory(owner=ada, moderation="hidden")
    assert hung(client.get(reverse("gallery"))) == [new.pk, old.pk]


def test_team_shows_what_was_published_to_its_members_alone(client, ada):
    team = MembershipFactory(user=ada).team
    shared = ImageFactory(team=team, published_at=NOON)
    assert hung(client.get(reverse("gallery-team", args=[team.pk]))) == [shared.pk]
    assert client.get(reverse("gallery-team", args=[TeamFactory().pk])).status_code == 404


def test_days_say_number_and_cost_of_the_whole_day(client, ada):
    for minute in range(A_PAGE + 5):
        ImageFactory(owner=ada, created_at=NOON - timedelta(days=3, seconds=minute), cost=Decimal("0.0100"))
    day = client.get(reverse("gallery")).context["wall"].days[0]
    assert (day.number, day.cost, len(day.images)) == (A_PAGE + 5, Decimal("0.65"), A_PAGE)


def test_a_day_that_goes_on_is_summed_up_once(client, ada):
    for minute in range(A_PAGE + 5):
        ImageFactory(owner=ada, created_at=NOON - timedelta(days=3, seconds=minute))
    ImageFactory(owner=ada, created_at=NOON - timedelta(days=4))
    older = client.get(reverse("gallery")).context["older_url"]
    part = client.get(older, headers={"HX-Request": "true"}).context["wall"]
    assert [day.number for day in part.days] == [None, 1]
    whole = client.get(older).context["wall"]
    assert [day.number for day in whole.days] == [A_PAGE + 5, 1]
    newer = client.get(reverse("gallery"), {"before": whole.newer}, headers={"HX-Request": "true"}).context["wall"]
    assert [day.number for day in newer.days] == [A_PAGE + 5]


def test_the_first_pictures_offer_every_width_the_others_one(client, ada):
    for width in (1024, 1024, 200):
        ImageFactory(owner=ada, width=width, renditions=2)
    older = client.get(reverse("gallery")).content.decode()
    assert (older.count("srcset="), older.count("data-near")) == (3, 3)
    for _ in range(A_PAGE):
        ImageFactory(owner=ada, renditions=2)
    page = client.get(reverse("gallery"))
    part = client.get(page.context["older_url"], headers={"HX-Request": "true"}).content.decode()
    assert page.content.decode().count("srcset=") == 12
    assert (part.count("srcset="), part.count("/640.webp"), part.count("/320.webp")) == (0, 2, 1)


def test_pages_hold_every_picture_once_even_at_one_moment(client, ada):
    made = {ImageFactory(owner=ada, created_at=NOON).pk for _ in range(A_PAGE + 3)}
    first = client.get(reverse("gallery"))
    second = client.get(first.context["older_url"])
    assert set(hung(first)) | set(hung(second)) == made
    assert len(hung(second)) == 3
    assert second.context["older_url"] == ""


def test_htmx_gets_the_next_part_alone(client, ada):
    for _ in range(A_PAGE + 1):
        ImageFactory(owner=ada)
    older = client.get(reverse("gallery")).context["older_url"]
    html = client.get(older, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert html.count("<li") == 1


@pytest.mark.parametrize(
    "query",
    [
        "cursor=nonsense",
        "from=yesterday",
        "to=2026-02-30",
        "from=99999-01-01",
        "q=" + "a" * 1001,
        "model=" + "m" * 101,
        "q=color:mauve",
        "q=modle:flux",
        "before=nonsense",
    ],
)
def test_what_no_page_asks_for_is_told_and_shows_nothing(client, ada, query):
    ImageFactory(owner=ada)
    response = client.get(f"{reverse('gallery')}?{query}")
    assert response.status_code in (400, 422)
    assert response.status_code == 400 or not hung(response)


@pytest.mark.parametrize("query", ["q=%00", "vendor=%00"])
def test_a_sign_that_no_text_has_is_no_search(client, ada, query):
    ImageFactory(owner=ada)
    assert len(hung(client.get(f"{reverse('gallery')}?{query}", follow=True))) == 1


def test_a_cursor_that_is_none_says_so(client, ada):
    response = client.get(f"{reverse('gallery')}?cursor=nonsense")
    assert response.status_code == 400
    assert "This address cannot be read" in response.content.decode()


def test_tiles_carry_shape_ground_and_a_name(client, ada):
    ImageFactory(owner=ada, width=800, height=400, color="#336699", prompt="a <b>bold</b> harbour")
    html = client.get(reverse("gallery")).content.decode()
    assert 'data-a="2.000"' in html
    assert 'data-color="#336699"' in html
    assert "a &lt;b&gt;bold&lt;/b&gt; harbour" in html
    assert "style=" not in html
