"""Tags of a space and stars of a person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gallery.access import Role
from gallery.models import Rating, Tag
from gallery.organising import tags
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory()


def names(image):
    return sorted(image.taggings.values_list("tag__name", flat=True))


def test_a_tag_is_one_in_any_case(ada):
    image = ImageFactory(owner=ada)
    assert tags.add([image], ["Wet  Slate", "wet slate"], by=ada, team=None) == [("Wet Slate", image.pk)]
    assert tags.add([image], ["WET SLATE"], by=ada, team=None) == []
    assert names(image) == ["Wet Slate"]


def test_spaces_have_their_own(ada):
    member = MembershipFactory(role=Role.EDITOR)
    image = ImageFactory(owner=member.user, team=member.team, published_at="2026-11-03T10:00:00Z")
    tags.add([image], ["draft"], by=member.user, team=member.team)
    tags.add([image], ["draft"], by=member.user, team=None)
    assert Tag.objects.filter(name="draft").count() == 2


@pytest.mark.parametrize("bad", ["", "  ", "x" * 41, "x" * 10_000, "a,b", 'a"b', "a\0b"])
def test_bad_tags_are_told_and_nothing_is_kept(ada, bad):
    with pytest.raises(tags.BadTag):
        tags.add([ImageFactory(owner=ada)], ["good", bad], by=ada, team=None)
    assert not Tag.objects.exists()


def test_a_tag_on_no_picture_is_gone(ada):
    image = ImageFactory(owner=ada)
    tags.add([image], ["draft", "final"], by=ada, team=None)
    assert tags.remove([image], ["DRAFT"], by=ada, team=None) == 1
    assert [tag.name for tag in Tag.objects.all()] == ["final"]


def test_a_strangers_picture_takes_no_tag(ada):
    with pytest.raises(tags.NotInSpace):
        tags.add([ImageFactory(owner=ada), ImageFactory()], ["draft"], by=ada, team=None)
    assert not Tag.objects.exists()


def test_renaming_to_a_name_that_is_there_merges_once_it_is_asked(ada):
    one, both = ImageFactory(owner=ada), ImageFactory(owner=ada)
    tags.add([one, both], ["slate"], by=ada, team=None)
    tags.add([both], ["Wet slate"], by=ada, team=None)
    tag = Tag.objects.get(name="slate")
    with pytest.raises(tags.NameTaken, match="Wet slate"):
        tags.rename(tag, "WET SLATE", by=ada)
    assert tags.rename(tag, "WET SLATE", by=ada, merge=True).name == "Wet slate"
    assert (names(one), names(both)) == (["Wet slate"], ["Wet slate"])


def test_a_tag_may_change_its_capitals_alone(ada):
    tags.add([ImageFactory(owner=ada)], ["slate"], by=ada, team=None)
    assert tags.rename(Tag.objects.get(), "Slate", by=ada).name == "Slate"


def test_letters_beyond_ascii_are_one_in_any_case_too(ada):
    image = ImageFactory(owner=ada)
    tags.add([image], ["Äpfel"], by=ada, team=None)
    assert tags.add([image], ["äpfel"], by=ada, team=None) == []


def test_what_begins_so_is_suggested_first(ada):
    tags.add([ImageFactory(owner=ada)], ["wet slate", "slate", "dune"], by=ada, team=None)
    assert tags.suggest("SLA", user=ada, team=None) == ["slate", "wet slate"]
    assert tags.suggest("", user=ada, team=None) == ["dune", "slate", "wet slate"]


def test_viewers_do_not_tag():
    viewer = MembershipFactory(role=Role.VIEWER)
    with pytest.raises(PermissionDenied):
        tags.add([], ["draft"], by=viewer.user, team=viewer.team)


def test_a_tag_is_a_persons_or_a_teams_never_both(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(owner=ada, team=TeamFactory(), name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="x")


def test_stars_are_changed_and_taken_back(ada):
    image = ImageFactory(owner=ada)
    tags.rate([image], 3, by=ada)
    tags.rate([image], 5, by=ada)
    assert Rating.objects.get().stars == 5
    tags.rate([image], 0, by=ada)
    assert not Rating.objects.exists()
    with pytest.raises(ValueError, match="1 to 5"):
        tags.rate([image], 6, by=ada)


def test_the_mean_counts_members_alone(ada):
    members = [MembershipFactory(team=team) for team in [TeamFactory()] * 2]
    image = ImageFactory()
    for person, stars in ((members[0].user, 2), (members[1].user, 5), (ada, 1)):
        tags.rate([image], stars, by=person)
    assert tags.mean_of(image, members[0].team) == 3.5
