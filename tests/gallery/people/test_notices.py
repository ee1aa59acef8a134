"""Notices: counted on the bell, seen on their page, mailed once to who did not look. And what happens in a team."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from gallery.models import Notice, User
from gallery.models.notice import Verb
from gallery.people import notices, publishing
from tests.factories import ImageFactory, UserFactory


@pytest.fixture
def aiko(db):
    return UserFactory(username="aiko")


def old():
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))


def test_the_bell_counts_and_the_page_empties_it(aiko, client):
    notices.tell([aiko], Verb.JOINED, by=UserFactory())
    client.force_login(aiko)
    assert User.objects.get(pk=aiko.pk).unseen == 1
    assert '<span class="badge">1</span>' in client.get("/teams/").content.decode()
    assert "joined" in client.get("/notices/").content.decode()
    assert User.objects.get(pk=aiko.pk).unseen == 0


def test_a_plain_sentence_is_told_once_in_the_words_of_who_reads_it(aiko, client):
    text, facts = "%(who)s left %(name)s as it is.", {"who": "Lena", "name": ["this studio", {}]}
    away = UserFactory(is_active=False)
    told = [notices.say([aiko, away], "budget decided", text, facts, url="/usage/", key="decided:1") for _ in range(2)]
    assert (told, User.objects.get(pk=aiko.pk).unseen) == ([1, 0], 1)
    notices.say([aiko], "held", "Rule 7 was lifted.")
    client.force_login(aiko)
    page = client.get("/notices/").content.decode()
    assert '<a class="link" href="/usage/">Lena left this studio as it is.</a>' in page
    assert "Rule 7 was lifted." in page
    portuguese = client.get("/notices/", headers={"accept-language": "pt-BR"}).content.decode()
    assert "Lena deixou todo o estúdio como está." in portuguese


def test_what_is_settled_asks_nobody_any_more(aiko):
    lena = UserFactory()
    notices.say([aiko, lena], "budget asked", "Raise it?", key="asked:1")
    notices.see_all(lena)
    notices.say([lena], "held", "Rule 7 was lifted.")
    notices.settle("asked:1")
    assert dict(User.objects.values_list("pk", "unseen")) == {aiko.pk: 0, lena.pk: 1}


def test_nobody_is_told_of_their_own_doing(aiko):
    assert notices.tell([aiko, UserFactory(is_active=False)], Verb.JOINED, by=aiko) == 0


def test_a_picture_that_was_withdrawn_since_is_not_named(aiko, cast, sign_in):
    """Whatever its owner calls it by now."""
    image = ImageFactory(owner=cast.owner, team=cast.team, published_at=timezone.now(), title="Harbour")
    notices.tell([cast.viewer], Verb.MENTIONED, by=cast.owner, image=image, told="look")
    assert "Harbour" in sign_in(cast.viewer).get("/notices/").content.decode()
    publishing.withdraw(image, by=cast.owner)
    page = sign_in(cast.viewer).get("/notices/").content.decode()
    assert ("Harbour" in page, str(image.pk) in page, "look" in page) == (False, False, True)


def test_one_mail_with_all_that_was_not_seen(aiko):
    for _ in range(2):
        notices.tell([aiko], Verb.MENTIONED, by=UserFactory(), told="brass?")
    notices.say([aiko], "budget near", "$8.00 is used.", url="/usage/budgets/")
    assert notices.mail_digests() == 0
    old()
    assert [notices.mail_digests(), notices.mail_digests()] == [1, 0]
    assert (mail.outbox[0].to, mail.outbox[0].body.count("brass?")) == ([aiko.email], 2)
    assert "- $8.00 is used.\n  http://127.0.0.1:8000/usage/budgets/\n" in mail.outbox[0].body


@pytest.mark.parametrize("why", ["seen", "never", "no address", "mailed today"])
def test_no_mail(aiko, why):
    notices.tell([aiko], Verb.JOINED, by=UserFactory())
    old()
    if why == "seen":
        notices.see_all(aiko)
    else:
        never, nowhere, today = {"digest": ""}, {"email": ""}, {"digest_at": timezone.now() - timedelta(hours=2)}
        User.objects.update(**{"never": never, "no address": nowhere, "mailed today": today}[why])
    assert notices.mail_digests() == 0


def test_what_the_mail_server_refuses_is_tried_again(aiko, settings):
    notices.tell([aiko], Verb.JOINED, by=UserFactory())
    old()
    good, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert notices.mail_digests() == 0
    settings.EMAIL_BACKEND = good
    assert notices.mail_digests() == 1


def test_digest_setting(aiko, client):
    client.force_login(aiko)
    client.post("/notices/digest/", {"digest": "hourly"})
    client.post("/notices/digest/", {"digest": "each second"})
    assert User.objects.get(pk=aiko.pk).digest == "hourly"


def test_the_feed_hides_mine_and_shows_no_withdrawn_picture(cast, sign_in):
    own, others, gone = (ImageFactory(owner=who, title=f"by {who}") for who in (cast.owner, cast.editor, cast.editor))
    for image in (own, others, gone):
        publishing.publish(image, team=cast.team, by=image.owner)
    publishing.withdraw(gone, by=cast.editor)
    client = sign_in(cast.owner)
    address = f"/teams/{cast.team.pk}/activity/"
    assert client.get(address).content.decode().count("feed-line") == 4
    assert client.get(f"{address}?only=pictures").content.decode().count("feed-line") == 2
    page = client.get(f"{address}?only=pictures&hide=mine").content.decode()
    assert (page.count("feed-line"), str(others.pk) in page) == (1, True)


def test_rights_are_told_in_words(cast, sign_in):
    viewer = sign_in(cast.viewer).get(f"/teams/{cast.team.pk}/").content.decode()
    owner = sign_in(cast.owner).get(f"/teams/{cast.team.pk}/").content.decode()
    assert "Hanging pictures and making links is for editors." in viewer
    assert "Invites people and decides what they may." in owner
