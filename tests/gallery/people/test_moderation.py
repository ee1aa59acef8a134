"""Decisions about pictures: what they do to rows, files and lists, and that two never overwrite each other."""

import pytest
from django.core.files.storage import default_storage

from gallery import moderation
from gallery.files import storage
from gallery.models import Decision, Image
from tests.factories import UserFactory
from tests.gallery.people.pictures import judge, published


@pytest.mark.parametrize("action", ["hide", "remove"])
def test_judged_picture_is_gone_for_everybody_at_once(cast, action):
    image = published(cast.team)
    judge(image, action, cast.moderator)
    for person in (image.owner, cast.owner, cast.viewer):
        assert not Image.objects.visible_to(person).filter(pk=image.pk).exists()
    assert not default_storage.exists(storage.original_key(image.pk, "png"))
    assert not default_storage.exists(storage.rendition_key(image.pk, 640, "webp"))


def test_files_lie_where_the_row_says(cast):
    image = published(cast.team)
    judge(image, "hide", cast.moderator)
    now = Image.objects.get(pk=image.pk)
    assert now.quarantine
    assert default_storage.exists(storage.original_name(now))


def test_restoring_brings_row_and_files_back(cast):
    image = published(cast.team)
    judge(image, "hide", cast.moderator)
    judge(image, "remove", cast.moderator)
    judge(image, "restore", cast.moderator)
    now = Image.objects.visible_to(cast.viewer).get(pk=image.pk)
    assert (now.moderation, now.quarantine) == ("", "")
    assert default_storage.exists(storage.original_key(image.pk, "png"))


def test_every_decision_is_written_down(cast):
    image = published(cast.team)
    judge(image, "hide", cast.moderator, reason="First look.")
    judge(image, "restore", cast.moderator, reason="Second look.")
    told = list(Decision.objects.filter(image_uuid=image.pk).values_list("action", "reason", "by"))
    assert told == [("restore", "Second look.", cast.moderator.pk), ("hide", "First look.", cast.moderator.pk)]


def test_nobody_judges_their_own(cast):
    image = published(cast.team, owner=cast.moderator)
    with pytest.raises(moderation.OwnPicture):
        judge(image, "hide", cast.moderator)
    assert Image.objects.get(pk=image.pk).moderation == ""


def test_second_decision_on_the_same_sight_is_refused(cast):
    image = published(cast.team)
    seen_before = Image.objects.get(pk=image.pk)
    judge(image, "hide", cast.moderator)
    with pytest.raises(moderation.DecidedMeanwhile, match="decided meanwhile"):
        judge(seen_before, "remove", UserFactory(is_moderator=True))
    assert Decision.objects.count() == 1


def test_two_restores_leave_the_files_out(cast):
    image = published(cast.team)
    judge(image, "hide", cast.moderator)
    seen_before = Image.objects.get(pk=image.pk)
    judge(image, "restore", cast.moderator)
    with pytest.raises(moderation.DecidedMeanwhile):
        judge(seen_before, "restore", cast.moderator)
    assert default_storage.exists(storage.original_key(image.pk, "png"))


def test_removal_that_was_faster_keeps_the_files_in(cast):
    image = published(cast.team)
    judge(image, "hide", cast.moderator)
    seen_before = Image.objects.get(pk=image.pk)
    judge(image, "remove", cast.moderator)
    with pytest.raises(moderation.DecidedMeanwhile):
        judge(seen_before, "restore", cast.moderator)
    assert not default_storage.exists(storage.original_key(image.pk, "png"))
    assert default_storage.exists(storage.original_name(Image.objects.get(pk=image.pk)))


@pytest.mark.parametrize("change", [{"team": None, "published_at": None}, {"trashed_at": "2026-01-01T00:00Z"}])
def test_withdrawn_or_trashed_meanwhile_is_not_judged(cast, change):
    image = published(cast.team)
    Image.objects.filter(pk=image.pk).update(**change)
    with pytest.raises(moderation.DecidedMeanwhile):
        judge(image, "hide", cast.moderator)
    assert default_storage.exists(storage.original_key(image.pk, "png"))


def test_somebody_without_the_right_changes_nothing(cast):
    image = published(cast.team)
    with pytest.raises(moderation.DecidedMeanwhile):
        judge(image, "hide", cast.owner)
    assert Image.objects.get(pk=image.pk).moderation == ""


def test_owner_reads_what_happened_and_why(cast):
    image = published(cast.team, owner=cast.editor)
    judge(image, "hide", cast.moderator, reason="Shows a client’s product.")
    told = moderation.judged_of(cast.editor).get()
    assert (told.pk, told.reason) == (image.pk, "Shows a client’s product.")
    assert not moderation.judged_of(cast.owner).exists()
