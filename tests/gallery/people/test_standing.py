"""Who is what here, and that somebody always administers: also where two go at the same moment."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gallery import access
from gallery.access import Standing
from gallery.audit import Act
from gallery.models import AuditEntry, User
from gallery.people import standing
from tests.factories import UserFactory


@pytest.fixture
def chief(db):
    return UserFactory(username="lena", is_superuser=True, is_staff=True)


def test_the_rule_for_one_is_the_rule_for_many(chief):
    people = [chief, UserFactory(is_moderator=True), UserFactory(), UserFactory(is_guest=True)]
    assert [one.standing for one in people] == list(Standing)
    for one, role in zip(people, Standing, strict=True):
        assert list(User.objects.filter(access.of_standing(role))) == [one]
        suspended = UserFactory(suspended_at=timezone.now(), **access.FLAGS[role])
        assert not any(may(suspended) for may in (access.can_make, access.is_moderator, access.is_administrator))
        assert access.can_make(one) is (role != Standing.GUEST)
        suspended.delete()


def test_a_guest_is_nothing_else(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(is_guest=True, is_moderator=True)


def test_a_role_is_set_whole(chief):
    person = UserFactory(is_moderator=True)
    assert standing.set_standing(person, Standing.ADMINISTRATOR, by=chief)
    assert (person.is_superuser, person.is_staff, person.is_moderator) == (True, True, False)
    assert not standing.set_standing(person, Standing.ADMINISTRATOR, by=chief)
    assert standing.set_standing(person, Standing.GUEST, by=chief)
    assert User.objects.get(pk=person.pk).standing == Standing.GUEST
    told = AuditEntry.objects.filter(act=Act.ROLE_CHANGED, object_id=person.pk, actor_id=chief.pk).order_by("id")
    assert [row.details["to"] for row in told] == ["administrator", "guest"]


@pytest.mark.parametrize("go", [
    lambda one: standing.set_standing(one, Standing.MEMBER, by=one),
    lambda one: standing.suspend(one, why="x", by=one),
    lambda one: standing.close(one, by=one),
])  # fmt: skip
def test_the_last_administrator_stays(chief, go):
    UserFactory(is_superuser=True, is_active=False)
    UserFactory(is_superuser=True, suspended_at=timezone.now())
    with pytest.raises(standing.LastAdministrator, match="Nobody else administers"):
        go(chief)
    UserFactory(is_superuser=True)
    assert go(chief)


@pytest.mark.parametrize("who", [{}, {"is_moderator": True}, {"is_superuser": True, "suspended_at": timezone.now()}])
def test_only_administrators_decide(chief, who):
    by, person = UserFactory(**who), UserFactory()
    for act in (standing.suspend, standing.lift):
        with pytest.raises(PermissionDenied):
            act(person, why="x", by=by)
    for act in (standing.close, standing.reopen):
        with pytest.raises(PermissionDenied):
            act(person, by=by)
    for role in (Standing.ADMINISTRATOR, Standing.GUEST):
        with pytest.raises(PermissionDenied):
            standing.set_standing(person, role, by=by)


def test_suspending_is_told_and_lifted(chief):
    person = UserFactory()
    assert standing.suspend(person, why="Unpaid bills", by=chief)
    assert not standing.suspend(person, why="again", by=chief)
    assert standing.why_not(User.objects.get(pk=person.pk)).startswith("Your account is suspended: Unpaid bills. Your")
    assert standing.lift(person, why="paid", by=chief)
    assert standing.why_not(person) == ""


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_demote_each_other_leave_one():
    """Both begin at once: the second waits for the first's rows, and finds out."""
    pair = [UserFactory(is_superuser=True), UserFactory(is_superuser=True)]
    outcomes, ready = [], threading.Barrier(2)

    def demote(by, other):
        ready.wait()
        try:
            outcomes.append(standing.set_standing(other, Standing.MEMBER, by=by))
        except (PermissionDenied, standing.LastAdministrator) as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=two) for two in (pair, pair[::-1])]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert User.objects.filter(is_superuser=True).count() == 1
    assert sorted(map(str, outcomes)) == sorted(map(str, [True, PermissionDenied]))
