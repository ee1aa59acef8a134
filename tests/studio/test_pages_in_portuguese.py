"""The main pages in Brazilian Portuguese hold no English words."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from gallery.models import Rating
from tests.factories import GenerationFactory, ImageFactory, MembershipFactory, RunFactory, TeamFactory, UserFactory
from tests.studio.views.composed import composed

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SAID = re.compile(r'>([^<>]+)<|(?:aria-label|title|placeholder|alt|data-[a-z-]+)="([^"{}]*)"')
ENGLISH = re.compile(r"\b(the|and|with|your|you|of|from|choose|picture|pictures|this|not|is|all|by|search|close)\b")
KEPT = re.compile(r"lang=\"en\">English|\bEnglish\b")


@pytest.fixture(autouse=True)
def english_after():
    with translation.override("en"):
        yield


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    client.cookies["language"] = "pt-br"
    return user


def english_in(page):
    told = (one or other for one, other in SAID.findall(HIDDEN.sub("", page)))
    return sorted({text.strip() for text in told if ENGLISH.search(text) and not KEPT.search(text)})


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/gallery/",
        "/gallery/trash/",
        "/account/",
        "/usage/",
        "/prompts/",
        "/teams/",
        "/batches/",
        "/gallery/upload/",
    ],
)
def test_no_english_is_left(client, person, address):
    response = client.get(address, follow=True)
    assert response.status_code == 200
    assert english_in(response.content.decode()) == []


def test_no_english_is_left_on_a_picture(client, person):
    image = ImageFactory(owner=person, prompt="Dunas", title="Dunas")
    assert english_in(client.get(f"/gallery/{image.pk}/", follow=True).content.decode()) == []


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_no_english_is_left_before_signing_in(client, address):
    UserFactory()
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="pt-BR").content.decode()
    assert english_in(page) == []


@pytest.mark.parametrize("code", ["prompt_refused", "no_answer", "link_broken", "no_credit"])
def test_a_reason_is_told_in_portuguese(client, person, code):
    run = RunFactory(owner=person, prompt="Dunas")
    GenerationFactory(run=run, state="failed", reason_code=code, charged="no")
    assert english_in(client.get("/").content.decode()) == []


def test_the_mean_of_stars_and_a_slider_have_commas(client, person):
    team = TeamFactory()
    MembershipFactory(team=team, user=person)
    image = ImageFactory(owner=person, team=team, published_at=timezone.now())
    for stars in (3, 4):
        user = person if stars == 3 else MembershipFactory(team=team).user
        Rating.objects.create(image=image, user=user, stars=stars)
    assert " 3,5<" in client.get(reverse("image", args=[image.pk]), {"team": str(team.pk)}).content.decode()
    page = client.post("/compose/panel/", composed(model="qianfan/irag-1.0")).content.decode()
    assert [told for told in re.findall(r"<output for=[^>]*>([^<]*)<", page) if "." in told] == []
    assert re.search(r"<output for=[^>]*>7,5 de 20<", page)
