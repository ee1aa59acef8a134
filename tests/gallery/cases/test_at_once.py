"""Two moderators at once, in two threads: one decides, the other is told who and what. True locks on PostgreSQL."""

from functools import partial
from threading import Barrier, Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from gallery.cases import deciding, opening, pictures, purging
from gallery.files import storage
from gallery.models import Case, Decision, Image, Notice
from tests.factories import TeamFactory, UserFactory
from tests.gallery.cases.making import verdict
from tests.gallery.people.pictures import published


def at_once(*judged):
    """Each (person, case, verdict) in a thread of its own, all at the same moment; what each was told, "" for done."""
    told, start = {}, Barrier(len(judged))

    def judge(person, pk, chosen):
        mine = Case.objects.select_related("person", "image").get(pk=pk)
        start.wait(10)
        try:
            deciding.decide(mine, chosen, by=person)
            told[person] = ""
        except deciding.TakenMeanwhile as refusal:
            told[person] = str(refusal)
        finally:
            connection.close()

    threads = [Thread(target=judge, args=one) for one in judged]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(told) == len(judged)
    return told


def lies_where_its_row_says(image):
    now = Image.objects.get(pk=image.pk)
    places = [storage.original_key(now.pk, now.format), storage.original_name(now)]
    there = [default_storage.exists(place) for place in places]
    return there == ([True, True] if not now.moderation else [False, True])


def removed_and_appealed():
    image = published(TeamFactory())
    case = opening.report(image, reason="rights", visitor="somebody")
    deciding.decide(case, verdict("removed", "rights"), by=UserFactory(is_moderator=True))
    return image, opening.appeal(case, by=image.owner, words="Mine.")


@pytest.mark.django_db(transaction=True)
def test_two_restore_at_once_and_it_comes_back_once():
    image, appeal = removed_and_appealed()
    people = [UserFactory(is_moderator=True), UserFactory(is_moderator=True)]
    back = verdict("released", "explained")
    told = at_once(*((person, appeal.pk, back) for person in people))
    assert sorted(map(bool, told.values())) == [False, True]
    assert lies_where_its_row_says(image)
    assert Image.objects.get(pk=image.pk).moderation == ""
    assert list(Decision.objects.order_by("id").values_list("action", flat=True)) == ["remove", "restore"]
    assert Notice.objects.filter(user=image.owner, verb="reversed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_races_a_restore_leaves_row_and_files_at_one():
    """Another check fired on the removed picture before it was appealed: both cases wait, and both are decided now."""
    image, appeal = removed_and_appealed()
    other = opening.open_case(kind="picture", person=image.owner, subject=Image.objects.get(pk=image.pk), image=None)
    Case.objects.filter(pk=other.pk).update(image=image)
    keep, back = verdict("removed", "blocked"), verdict("released", "explained")
    one, two = UserFactory(is_moderator=True), UserFactory(is_moderator=True)
    at_once((one, other.pk, keep), (two, appeal.pk, back))
    assert lies_where_its_row_says(image)
    shown = Image.objects.get(pk=image.pk).moderation == ""
    last = Decision.objects.order_by("id").last()
    assert (last.action == "restore") == shown


@pytest.mark.django_db(transaction=True)
def test_two_moderators_decide_at_once_and_one_is_told():
    case = opening.report(published(TeamFactory()), reason="rights", visitor="somebody")
    people = [UserFactory(is_moderator=True), UserFactory(is_moderator=True)]
    chosen = [verdict("removed", "rights"), verdict("released", "harmless")]
    told = at_once(*((person, case.pk, one) for person, one in zip(people, chosen, strict=True)))
    case.refresh_from_db()
    (loser,) = [person for person, words in told.items() if words]
    assert case.decided_by != loser
    assert f"{case.decided_by.name} decided meanwhile" in told[loser]
    removed = case.outcome == "removed"
    assert Decision.objects.count() == removed
    assert Image.objects.get().moderation == ("removed" if removed else "")
    assert Notice.objects.filter(user=case.person).count() == removed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_a_reversal_and_a_purge_at_once_and_all_of_it_is_back(_round):
    """The round that destroys had read the pictures before the appeals were opened."""
    judge, pairs = UserFactory(is_moderator=True), [removed_and_appealed() for _ in range(3)]
    cases = [Case.objects.select_related("person").get(pk=appeal.pk) for _image, appeal in pairs]
    read = [Image.objects.get(pk=image.pk) for image, _appeal in pairs]
    back = verdict("released", "explained")
    done = in_threads(
        *(partial(deciding.decide, case, back, by=judge) for case in cases),
        *(partial(purging.purge, image) for image in read),
    )
    assert done[3:] == [False] * 3
    assert all(lies_where_its_row_says(image) for image in read)
    rows = Image.objects.filter(pk__in=[image.pk for image in read])
    assert list(rows.values_list("moderation", "quarantine", "purged_at")) == [("", "", None)] * 3
    assert Case.objects.filter(outcome="released").count() == 3


def in_threads(*acts):
    """What each gave, in their order; all begin at the same moment."""
    gave, start = {}, Barrier(len(acts))

    def run(number, act):
        start.wait(10)
        try:
            gave[number] = act()
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [gave[number] for number in range(len(acts))]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_comes_back_after_the_purge_is_destroyed_too():
    """A return copies what is destroyed meanwhile: its copy is written last, and the row is gone already."""
    image = published(TeamFactory())
    case = opening.report(image, reason="rights", visitor="somebody")
    deciding.decide(case, verdict("removed", "rights"), by=UserFactory(is_moderator=True))
    late = Image.objects.get(pk=image.pk)
    assert purging.purge(Image.objects.get(pk=image.pk))
    with pytest.raises(pictures.Changed), pictures.becoming(late, ""):
        default_storage.save(storage.original_key(late.pk, late.format), ContentFile(b"late"))
    assert not [name for name in storage.places_of(late) if default_storage.exists(name)]
