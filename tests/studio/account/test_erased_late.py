"""What was on its way when its owner was erased or handed over: its cost stays in the books, it goes with the rest."""

from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from gallery.audit import Act
from gallery.files import storage
from gallery.models import AuditEntry, Image
from studio import credentials, keys, lifecycle
from studio.models import EntryKind, Generation, LedgerEntry, Output, State
from studio.people import handing
from studio.personal import erasing
from tests.factories import GenerationFactory, ImageFactory, MembershipFactory, UserFactory
from tests.studio.test_collecting import Delivers

pytestmark = pytest.mark.django_db(transaction=True)
LINK = {"position": 0, "url": "https://gone.example/a.png", "revised_prompt": "zerlina's harbour", "seed": None}


@pytest.fixture
def boss():
    return UserFactory(username="boss", is_superuser=True)


@pytest.fixture
def zerlina():
    return UserFactory(username="zerlina", email="zerlina@quastel.example")


@pytest.fixture
def sent(zerlina, monkeypatch):
    """A call that is out, on its way to a team."""
    monkeypatch.setattr(keys, "gateway_for", lambda source: Delivers())
    team = MembershipFactory(user=zerlina, role="editor").team
    row = GenerationFactory(
        run__owner=zerlina,
        run__team=team,
        run__prompt="zerlina's harbour",
        state=State.COLLECTING,
        links=[LINK],
        sent_at=timezone.now(),
    )
    LedgerEntry.objects.create(generation=row, user=zerlina, kind=EntryKind.RESERVE, amount=Decimal("0.04"))
    return row


@pytest.mark.parametrize("begun", [False, True])
def test_a_picture_that_arrives_after_is_deleted_and_paid_for(boss, zerlina, sent, begun, monkeypatch):
    """``begun``: whoever fetches it had read its owner before."""
    if begun:
        monkeypatch.setattr(keys, "gateway_for", lambda source: ErasesFirst(zerlina, boss))
    else:
        erasing.erase(zerlina, by=boss)
    lifecycle.collect(sent.pk)
    image = Image.objects.get()
    assert (image.owner_id, image.team_id) == (zerlina.pk, None)
    assert default_storage.exists(storage.original_key(image.pk, "png"))
    assert erasing.delete_marked() == 1
    assert not Image.objects.filter(purged_at=None).exists()
    assert not default_storage.exists(storage.original_key(image.pk, "png"))
    assert not Image.objects.filter(prompt__contains="zerlina").exists()
    assert Generation.objects.get().state == State.SUCCEEDED
    assert LedgerEntry.objects.filter(user=zerlina, kind=EntryKind.SETTLE).exists()
    assert erasing.delete_marked() == 0


class ErasesFirst(Delivers):
    def __init__(self, person, by):
        self.person, self.by = person, by

    def download(self, url, to):
        erasing.erase(self.person, by=self.by)
        return super().download(url, to)


def test_an_heir_gets_what_arrives_after(boss, zerlina, sent):
    heir = UserFactory(username="heir")
    erasing.erase(zerlina, by=boss, heir=heir)
    lifecycle.collect(sent.pk)
    assert erasing.delete_marked() == 0
    assert Image.objects.visible_to(heir).count() == 1


def test_an_heir_of_a_leaver_gets_what_arrives_after(boss, zerlina, sent):
    """Written down as what was handed before; what the leaver asked for since stays theirs."""
    heir = UserFactory(username="heir")
    handing.hand_over(zerlina, heir=heir, by=boss)
    lifecycle.collect(sent.pk)
    since = ImageFactory(owner=zerlina)
    Output.objects.create(generation=GenerationFactory(run__owner=zerlina), position=0, image=since)
    assert erasing.delete_marked() == 0
    assert Image.objects.exclude(pk=since.pk).get().owner == heir
    assert Image.objects.get(pk=since.pk).owner == zerlina
    told = AuditEntry.objects.filter(act=Act.PERSON_HANDED_OVER).order_by("pk").last()
    assert (told.actor_id, told.object_id, told.details) == (None, str(zerlina.pk), {"to": "heir", "pictures": 1})
    assert handing.hand_late() == 0


def test_an_heir_who_leaves_too_hands_on_what_is_on_its_way(boss, zerlina, sent):
    heir, last = UserFactory(username="heir"), UserFactory(username="last")
    handing.hand_over(zerlina, heir=heir, by=boss)
    handing.hand_over(heir, heir=last, by=boss)
    lifecycle.collect(sent.pk)
    assert handing.hand_late() == 1
    assert Image.objects.get().owner == last


def test_what_comes_back_to_its_maker_stays(boss, zerlina, sent):
    heir = UserFactory(username="heir")
    handing.hand_over(zerlina, heir=heir, by=boss)
    handing.hand_over(heir, heir=zerlina, by=boss)
    lifecycle.collect(sent.pk)
    assert handing.hand_late() == 0
    assert Image.objects.get().owner == zerlina


def test_a_key_that_was_known_to_be_there_is_known_to_be_gone(boss, zerlina):
    credentials.store(user=zerlina, key="sk-very-secret", tested=credentials.Tested(True))
    assert keys.has_own(zerlina)
    erasing.erase(zerlina, by=boss)
    assert not keys.has_own(zerlina)
