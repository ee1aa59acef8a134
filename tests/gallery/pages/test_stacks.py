"""Stacks: pages fold the pictures of a run, count them over the whole list, and show the cover that somebody chose."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gallery.access import Role
from gallery.browsing import wall
from gallery.models import Image, Pick, Stack
from tests.factories import ImageFactory, MembershipFactory, UserFactory

RUN = str(uuid.UUID(int=10))
NOON = timezone.now().replace(hour=12) - timedelta(days=3)


def of_run(owner, run=RUN, number=3, **more):
    """The oldest first."""
    made = [ImageFactory(owner=owner, asked={"run": run}, **more) for _ in range(number)]
    for minute, image in enumerate(made):
        Image.objects.filter(pk=image.pk).update(created_at=NOON + timedelta(minutes=minute))
    return made


def tiles(client, address="", **query):
    html = client.get(address or reverse("gallery"), {"stacks": "1"} | query).content.decode()
    found = re.findall(r'<li data-a.*?href="/gallery/images/([^/]+)/.*?</li>', html, re.S)
    return [uuid.UUID(pk) for pk in found], html


def on_top(client, **query):
    return tiles(client, **query)[0]


def put(client, image, run=RUN):
    return client.post(reverse("stack-cover", args=[run]), {"ids": image.pk})


def test_a_run_hangs_as_its_newest_with_its_number_and_a_link_that_opens_it(client, ada):
    images, other = of_run(ada), ImageFactory(owner=ada)
    shown, html = tiles(client)
    assert set(shown) == {images[2].pk, other.pk}
    assert f'href="{reverse("stack", args=[RUN])}" aria-label="3 pictures of one run">3</a>' in html
    assert all(str(image.pk) in re.search(r'data-members="([^"]+)"', html)[1] for image in images)
    assert len(client.get(reverse("gallery")).content.decode().split("<li data-a")) == 5
    opened = client.get(reverse("stack", args=[RUN])).content.decode()
    assert [f"images/{image.pk}/" in opened for image in (*images, other)] == [True, True, True, False]


def test_what_is_picked_lies_on_top_and_what_is_chosen_before_that(client, ada):
    images = of_run(ada)
    Pick.objects.create(image=images[1], by=ada)
    assert on_top(client) == [images[1].pk]
    assert put(client, images[0]).status_code == 302
    assert on_top(client) == [images[0].pk]
    Image.objects.filter(pk=images[0].pk).update(trashed_at=timezone.now())
    shown, html = tiles(client)
    assert (shown, ">2</a>" in html) == ([images[1].pk], True)


def test_a_stack_that_two_pages_share_hangs_once_where_its_newest_hangs(client, ada, monkeypatch):
    page_of = wall.page_of
    monkeypatch.setattr(wall, "page_of", lambda *asked: page_of(*asked, limit=2))
    images, older = of_run(ada, number=5), ImageFactory(owner=ada)
    Image.objects.filter(pk=older.pk).update(created_at=NOON - timedelta(days=1))
    shown, html = tiles(client)
    assert (shown, ">5</a>" in html) == ([images[4].pk], True)
    seen = list(shown)
    while (more := re.search(r'class="older" href="([^"]+)"', html)) is not None:
        assert "stacks=1" in more[1]
        html = client.get(more[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()
        seen += [uuid.UUID(pk) for pk in re.findall(r'<li data-a.*?href="/gallery/images/([^/]+)/', html, re.S)]
    assert seen == [images[4].pk, older.pk]


def test_a_search_counts_what_it_finds_alone(client, ada):
    images = of_run(ada)
    for image in images[:2]:
        image.title = "wet slate"
        image.save()
    shown, html = tiles(client, q="slate")
    assert (shown, ">2</a>" in html) == ([images[1].pk], True)
    assert "q=slate" in re.search(r'class="button quiet icon-only desk to-stacks" href="([^"]+)"', html)[1]


@pytest.mark.parametrize(("role", "status"), [(None, 404), (Role.VIEWER, 403), (Role.EDITOR, 302)])
def test_who_lays_a_teams_picture_on_top_for_everybody(client, ada, role, status):
    owner = MembershipFactory(role=Role.OWNER)
    if role:
        MembershipFactory(user=ada, team=owner.team, role=role)
    images = of_run(owner.user, team=owner.team, published_at=timezone.now())
    assert put(client, images[0]).status_code == status
    assert Stack.objects.filter(cover=images[0]).exists() == (status == 302)
    opened = client.get(reverse("stack", args=[RUN]), {"team": owner.team.pk})
    assert opened.status_code == (200 if role else 400)
    if role:
        assert (b"On top of the stack" in opened.content) == (role == Role.EDITOR)


def test_a_team_sees_what_is_published_in_it_alone(client, ada):
    team = MembershipFactory(user=ada, role=Role.OWNER).team
    images = of_run(ada)
    Image.objects.filter(pk__in=[image.pk for image in images[:2]]).update(team=team, published_at=timezone.now())
    shown, html = tiles(client, reverse("gallery-team", args=[team.pk]))
    assert (shown, ">2</a>" in html) == ([images[1].pk], True)
    assert f"{RUN}/?team={team.pk}" in html


def test_what_is_no_stack_is_told(client, ada):
    images, stranger = of_run(ada), of_run(UserFactory(), str(uuid.UUID(int=11)))
    assert client.get(reverse("stack", args=[stranger[0].run])).status_code == 404
    assert put(client, stranger[0], stranger[0].run).status_code == 404
    assert put(client, images[0], stranger[0].run).status_code == 422
    assert client.post(reverse("stack-cover", args=[RUN]), {"ids": "nonsense"}).status_code == 400
    assert client.post(reverse("stack-cover", args=[RUN])).status_code == 400


def test_a_folded_page_costs_the_same_at_any_size(client, ada):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            on_top(client)
        return len(captured)

    of_run(ada)
    cost()
    few = cost()
    for number in range(20, 30):
        for image in of_run(ada, str(uuid.UUID(int=number)), 5)[:1]:
            put(client, image, image.run)
    assert cost() == few
