"""The moderators' pages, as each of seven people, and what they say."""

import pytest

from gallery.models import Image
from gallery.views import moderation as pages
from tests.factories import ImageFactory
from tests.gallery.people.pictures import judge, published

EVERYBODY = ("anonymous", "stranger", "viewer", "editor", "owner", "moderator", "suspended")


def expected(who, allowed):
    return {"anonymous": 302, "suspended": 302, "moderator": allowed}.get(who, 403)


def decide(client, image, **values):
    data = {"action": "hide", "reason": "Too close to another work.", "seen": ""} | values
    return client.post(f"/moderation/{image.pk}/decide/", data)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("path", ["", "?tab=removed", "{image}/", "{image}/picture/"])
def test_who_may_look(cast, sign_in, who, path):
    image = published(cast.team)
    answer = sign_in(getattr(cast, who)).get(f"/moderation/{path.format(image=image.pk)}")
    answer.close()
    assert answer.status_code == expected(who, 200)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_decide(cast, sign_in, who):
    image = published(cast.team)
    answer = decide(sign_in(getattr(cast, who)), image)
    assert answer.status_code == expected(who, 302)
    assert (Image.objects.get(pk=image.pk).moderation == "hidden") == (who == "moderator")


@pytest.mark.parametrize("page", ["", "picture/", "decide/"])
def test_private_pictures_are_not_there(cast, sign_in, page):
    client = sign_in(cast.moderator)
    url = f"/moderation/{ImageFactory().pk}/{page}"
    answer = client.post(url) if page == "decide/" else client.get(url)
    assert answer.status_code == 404


def test_suspended_moderator_is_out(cast, sign_in):
    client = sign_in(cast.moderator)
    type(cast.moderator).objects.filter(pk=cast.moderator.pk).update(is_active=False)
    assert client.get("/moderation/").status_code == 302


def test_picture_comes_out_of_quarantine_for_moderators(cast, sign_in):
    image = published(cast.team)
    judge(image, "hide", cast.moderator)
    answer = sign_in(cast.moderator).get(f"/moderation/{image.pk}/picture/")
    assert answer["Content-Type"] == "image/webp"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"RIFF")
    answer.close()


def test_decision_needs_a_reason(cast, sign_in):
    image = published(cast.team)
    answer = decide(sign_in(cast.moderator), image, reason="  ")
    assert answer.status_code == 422
    assert "decision-reason_error" in answer.content.decode()


@pytest.mark.parametrize("values", [{"action": "burn"}, {"action": ""}, {"reason": "x" * 501}, {"reason": "nul\0"}])
def test_nonsense_is_refused(cast, sign_in, values):
    answer = decide(sign_in(cast.moderator), published(cast.team), **values)
    assert answer.status_code == 422


def test_own_picture_is_refused_with_its_reason(cast, sign_in):
    image = published(cast.team, owner=cast.moderator)
    answer = decide(sign_in(cast.moderator), image)
    assert answer.status_code == 403
    assert "This is your own picture" in answer.content.decode()


def test_decided_meanwhile_is_told(cast, sign_in):
    image = published(cast.team)
    judge(Image.objects.get(pk=image.pk), "remove", cast.moderator, reason="The rights holder wrote.")
    answer = decide(sign_in(cast.moderator), image)
    assert answer.status_code == 409
    assert "The rights holder wrote." in answer.content.decode()


def test_withdrawn_while_the_moderator_looked(cast, sign_in, monkeypatch):
    image = published(cast.team)
    seen = Image.objects.select_related("owner", "team").get(pk=image.pk)
    Image.objects.filter(pk=image.pk).update(team=None, published_at=None)
    monkeypatch.setattr(pages, "judged", lambda request, pk: seen)
    answer = decide(sign_in(cast.moderator), image)
    assert answer.status_code == 409
    assert "out of the team meanwhile" in answer.content.decode()


def test_list_pages_by_key(cast, sign_in, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    images = [ImageFactory(published=True, team=cast.team) for _ in range(3)]
    first = sign_in(cast.moderator).get("/moderation/").content.decode()
    shown = [image for image in images if f"/moderation/{image.pk}/picture/" in first]
    rest = sign_in(cast.moderator).get(f"/moderation/?before={shown[0].pk}").content.decode()
    assert len(shown) == 2
    assert f"/moderation/{images[0].pk}/picture/" in rest


def test_list_costs_the_same_at_any_size(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.moderator)
    ImageFactory.create_batch(12, published=True)
    client.get("/moderation/")  # what is remembered for a minute is asked now
    with django_assert_max_num_queries(5):
        client.get("/moderation/")


@pytest.mark.parametrize("query", ["tab=nothing", "before=nothing"])
def test_unknown_address_is_not_found(cast, sign_in, query):
    assert sign_in(cast.moderator).get(f"/moderation/?{query}").status_code == 404
