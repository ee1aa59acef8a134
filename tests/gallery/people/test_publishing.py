"""Publishing in a team and taking out again: the two verbs that pages and API call."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gallery.access import Role
from gallery.models import Activity, Image
from gallery.people.publishing import publish, withdraw
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def member(team, role):
    return MembershipFactory(team=team, role=role).user


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OWNER])
def test_editor_publishes_own_picture(role):
    team = TeamFactory()
    image = ImageFactory(owner=member(team, role))
    assert publish(image, team=team, by=image.owner)
    assert Image.objects.of_team(team).get() == image


def test_viewer_and_outsider_may_not_publish():
    team = TeamFactory()
    for person in (member(team, Role.VIEWER), UserFactory()):
        with pytest.raises(PermissionDenied):
            publish(ImageFactory(owner=person), team=team, by=person)
    assert not Image.objects.of_team(team).exists()


@pytest.mark.parametrize("state", [{"trashed_at": timezone.now()}, {"moderation": "hidden"}, {"moderation": "removed"}])
def test_nothing_trashed_or_judged_is_published(state):
    team = TeamFactory()
    image = ImageFactory(owner=member(team, Role.OWNER), **state)
    assert not publish(image, team=team, by=image.owner)
    assert Image.objects.get(pk=image.pk).team is None


def test_nobody_publishes_what_is_anothers():
    team = TeamFactory()
    image = ImageFactory()
    assert not publish(image, team=team, by=member(team, Role.OWNER))


def test_picture_owner_and_team_owner_withdraw():
    team = TeamFactory()
    for person in (None, member(team, Role.OWNER)):
        image = ImageFactory(published=True, team=team)
        assert withdraw(image, by=person or image.owner)
        image.refresh_from_db()
        assert (image.team, image.published_at) == (None, None)


def test_editor_may_not_withdraw_anothers_picture():
    team = TeamFactory()
    image = ImageFactory(published=True, team=team)
    with pytest.raises(PermissionDenied):
        withdraw(image, by=member(team, Role.EDITOR))


def test_withdraw_says_when_it_is_done_already():
    image = ImageFactory(published=True)
    seen_before = Image.objects.get(pk=image.pk)
    assert withdraw(image, by=image.owner)
    assert not withdraw(seen_before, by=image.owner)


def test_published_twice_is_told_once():
    team = TeamFactory()
    image = ImageFactory(owner=member(team, Role.EDITOR))
    assert publish(image, team=team, by=image.owner)
    at = Image.objects.get(pk=image.pk).published_at
    assert publish(image, team=team, by=image.owner)
    assert Image.objects.get(pk=image.pk).published_at == at
    assert Activity.objects.filter(team=team).count() == 1
