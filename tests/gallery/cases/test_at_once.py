"""Two moderators at once, in two threads: one decides, the other is told who and what. True locks on PostgreSQL."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from gallery.cases import deciding, opening
from gallery.models import Case, Decision, Image, Notice
from tests.factories import TeamFactory, UserFactory
from tests.gallery.cases.making import verdict
from tests.gallery.people.pictures import published


@pytest.mark.django_db(transaction=True)
def test_two_moderators_decide_at_once_and_one_is_told():
    case = opening.report(published(TeamFactory()), reason="rights", visitor="somebody")
    told, start = {}, Barrier(2)

    def judge(person, chosen):
        mine = Case.objects.select_related("person").get(pk=case.pk)
        start.wait(10)
        try:
            deciding.decide(mine, chosen, by=person)
            told[person] = ""
        except deciding.TakenMeanwhile as refusal:
            told[person] = str(refusal)
        finally:
            connection.close()

    people = [UserFactory(is_moderator=True), UserFactory(is_moderator=True)]
    chosen = [verdict("removed", "rights"), verdict("released", "harmless")]
    threads = [Thread(target=judge, args=pair) for pair in zip(people, chosen, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    case.refresh_from_db()
    (loser,) = [person for person, words in told.items() if words]
    assert case.decided_by != loser
    assert f"{case.decided_by.name} decided meanwhile" in told[loser]
    removed = case.outcome == "removed"
    assert Decision.objects.count() == removed
    assert Image.objects.get().moderation == ("removed" if removed else "")
    assert Notice.objects.filter(user=case.person).count() == removed
