"""To the trash, back, and out for good."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gallery import trash, trashing
from gallery.cases import deciding, opening
from gallery.files import moving, storage
from gallery.models import Image
from studio.models.run import RunReference
from tests.factories import RunFactory, UserFactory
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.django_db


def files(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def trashed(tmp_path, days: int = 0, **columns):
    image = generated(tmp_path, **columns)
    trash.trash(image, by=image.owner)
    Image.objects.filter(pk=image.pk).update(trashed_at=timezone.now() - timedelta(days=days))
    return Image.objects.get(pk=image.pk)


def test_there_and_back(tmp_path):
    image = trashed(tmp_path)
    gone = not storage.local_path(storage.original_key(image.pk, "png")).exists()

    assert trash.restore(image, by=image.owner)
    image.refresh_from_db()

    assert gone
    assert (image.trashed_at, image.quarantine) == (None, "")
    assert storage.local_path(storage.original_name(image)).exists()


def test_only_the_owner_moves_it(tmp_path):
    image = generated(tmp_path)

    assert not trash.trash(image, by=UserFactory())
    assert not trash.restore(trashed(tmp_path), by=UserFactory())


def test_the_folder_is_known_before_the_first_file_moves(tmp_path, monkeypatch):
    image = generated(tmp_path)

    def crash(row):
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "quarantine", crash)
    with pytest.raises(KeyboardInterrupt):
        trash.trash(image, by=image.owner)
    monkeypatch.undo()
    image.refresh_from_db()

    assert image.quarantine
    assert trash.restore(image, by=image.owner)


def test_what_is_old_enough_goes_with_its_files(settings, tmp_path, django_capture_on_commit_callbacks):
    old, young = trashed(tmp_path, days=31), trashed(tmp_path, days=29)

    with django_capture_on_commit_callbacks(execute=True):
        assert trash.purge_expired() == 1

    assert list(Image.objects.all()) == [young]
    assert [path.stem for path in files(settings)] == [young.pk.hex]
    assert old.pk != young.pk


def test_what_a_moderator_has_to_judge_still_goes_after_the_decision(tmp_path):
    image = trashed(tmp_path, days=31)
    case = opening.open_case(kind="report", person=image.owner, subject=image, image=image)
    assert trash.purge_expired() == 0
    deciding.decide(case, deciding.Verdict("released", "harmless"), by=UserFactory(is_moderator=True))
    assert trash.purge_expired() == 1


def test_a_picture_that_a_run_refers_to_loses_its_file_and_keeps_its_row(settings, tmp_path):
    image = trashed(tmp_path, days=31, title="Secret plan", revised_prompt="A secret plan", asked={"aspect": "3:4"})
    RunReference.objects.create(run=RunFactory(owner=image.owner), image=image, position=1)

    trash.purge_expired()

    image.refresh_from_db()
    assert files(settings) == []
    assert (image.title, image.prompt, image.revised_prompt, image.asked) == ("", "", "", {})
    assert image.quarantine == ""
    assert not Image.objects.in_trash_of(image.owner).exists()
    assert trash.purge_expired() == 0


def test_what_was_restored_meanwhile_is_not_deleted(settings, tmp_path):
    stale = trashed(tmp_path)
    trash.restore(Image.objects.get(pk=stale.pk), by=stale.owner)

    assert not trash.delete_for_good(stale)
    assert len(files(settings)) == 1


@pytest.mark.parametrize("restore", [trash.restore, lambda image, by: trashing.restore([image.pk], by=by)])
def test_what_was_judged_while_it_came_back_stays_where_no_link_leads(tmp_path, monkeypatch, restore):
    image = trashed(tmp_path)
    begin = moving.begin_return

    def judged_meanwhile(row):
        begin(row)
        Image.objects.filter(pk=row.pk).update(moderation="removed")

    monkeypatch.setattr(moving, "begin_return", judged_meanwhile)
    assert not restore(image, by=image.owner)
    image.refresh_from_db()
    assert (image.trashed_at is not None, image.moving) == (True, False)
    assert not storage.exists(storage.original_key(image.pk, "png"))
    assert storage.exists(storage.original_name(image))


def test_what_was_judged_meanwhile_is_not_deleted_by_its_owner(tmp_path):
    """It is kept for the days that removed pictures are kept."""
    image = trashed(tmp_path)
    Image.objects.filter(pk=image.pk).update(moderation="removed")
    assert not trash.delete_for_good(image, by=image.owner)
    assert storage.exists(storage.original_name(image))


def test_files_go_with_a_row_that_is_deleted_elsewhere(settings, tmp_path, django_capture_on_commit_callbacks):
    image = generated(tmp_path)

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert files(settings) == []


@pytest.mark.parametrize(
    ("age", "left"), [(timedelta(0), 30), (timedelta(days=29, hours=5), 1), (timedelta(days=40), 0)]
)
def test_days_that_are_left(age, left):
    assert trash.days_left(timezone.now() - age) == left
