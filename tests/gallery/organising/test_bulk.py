"""One press on many pictures, and the way back from each."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from gallery import trashing
from gallery.access import Role
from gallery.files import storage
from gallery.models import AuditEntry, Image, Pick, Rating
from gallery.organising import boards, bulk, tags, undoing
from gallery.people import publishing
from tests.factories import ImageFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory()


@pytest.fixture
def images(ada):
    return [ImageFactory(owner=ada) for _ in range(3)]


def order(board):
    return list(board.items.values_list("image_id", flat=True))


def test_laying_and_its_undo_leave_what_lay_there(ada, images):
    board = boards.create(name="Packshots", by=ada)
    boards.add(board, images[:1], by=ada)
    done = bulk.lay_on(board, images, by=ada)
    assert done.number == 2
    assert undoing.undo(done.undo, by=ada) == ("board", 2)
    assert order(board) == [images[0].pk]


def test_taking_off_and_its_undo_keep_the_order(ada, images):
    board = boards.create(name="Packshots", by=ada)
    boards.add(board, images, by=ada)
    done = bulk.take_off(board, [images[1]], by=ada)
    assert order(board) == [images[0].pk, images[2].pk]
    undoing.undo(done.undo, by=ada)
    assert order(board) == [image.pk for image in images]


def test_a_mixed_selection_lays_what_fits_and_one_that_fits_nothing_is_told(ada, images):
    board = boards.create(name="Packshots", by=ada)
    foreign = ImageFactory()
    assert bulk.lay_on(board, [*images, foreign], by=ada).number == 3
    with pytest.raises(boards.NotPossible):
        bulk.lay_on(board, [foreign], by=ada)


def test_tags_go_on_off_and_back(ada, images):
    tags.add(images[:1], ["draft"], by=ada, team=None)
    done = bulk.tag(images, ["Draft"], by=ada, team=None)
    assert done.number == 2
    undoing.undo(done.undo, by=ada)
    assert [tags.names_on(image, user=ada, team=None) for image in images] == [["draft"], [], []]
    done = bulk.untag(images, ["draft"], by=ada, team=None)
    assert done.number == 1
    undoing.undo(done.undo, by=ada)
    assert tags.names_on(images[0], user=ada, team=None) == ["draft"]


def test_stars_come_back_as_they_were(ada, images):
    tags.rate(images[:1], 2, by=ada)
    done = bulk.rate(images, 5, by=ada)
    assert done.number == 3
    undoing.undo(done.undo, by=ada)
    assert list(Rating.objects.values_list("image_id", "stars")) == [(images[0].pk, 2)]


def test_picks_come_back_as_they_were(ada, images):
    bulk.pick(images[:1], by=ada, team=None, picked=True)
    done = bulk.pick(images, by=ada, team=None, picked=True)
    assert done.number == 2
    undoing.undo(done.undo, by=ada)
    assert list(Pick.objects.values_list("image_id", flat=True)) == [images[0].pk]


def test_publishing_moves_my_own_and_undo_brings_each_to_where_it_was(ada, images):
    team, other = (MembershipFactory(user=ada, role=Role.EDITOR).team for _ in range(2))
    Image.objects.filter(pk=images[0].pk).update(team=other, published_at=timezone.now())
    done = bulk.publish([*Image.objects.filter(owner=ada), ImageFactory()], by=ada, team=team)
    assert done.number == 3
    undoing.undo(done.undo, by=ada)
    assert Image.objects.get(pk=images[0].pk).team == other
    assert Image.objects.filter(owner=ada, team=None).count() == 2


def test_the_trash_takes_my_own_alone_and_gives_it_back(ada, images):
    done = bulk.to_trash([*images, ImageFactory()], by=ada)
    assert sorted(done.gone) == sorted(image.pk for image in images)
    assert undoing.undo(done.undo, by=ada) == ("trash", 3)
    assert not Image.objects.exclude(trashed_at=None).exists()


def test_an_undo_is_good_once_and_for_its_owner_alone(ada, images):
    done = bulk.rate(images, 4, by=ada)
    assert undoing.undo(done.undo, by=UserFactory()) is None
    assert undoing.undo(done.undo, by=ada)
    assert undoing.undo(done.undo, by=ada) is None
    assert undoing.undo("no such\n token é", by=ada) is None


def test_all_are_published_and_withdrawn_in_chunks_and_back_by_one_undo(ada, images, monkeypatch):
    monkeypatch.setattr(publishing, "CHUNK", 2)
    monkeypatch.setattr(bulk, "MOST_WITH_FILES", 2)
    team, other = (MembershipFactory(user=ada, role=Role.EDITOR).team for _ in range(2))
    Image.objects.filter(pk=images[2].pk).update(team=other, published_at=timezone.now())
    kept_back = [
        ImageFactory(owner=ada, **judged) for judged in ({"moderation": "hidden"}, {"trashed_at": timezone.now()})
    ]
    done = bulk.publish([*images, *kept_back], by=ada, team=team)
    assert (done.number, Image.objects.filter(team=team).count()) == (3, 3)
    assert team.activity.filter(verb="published").count() == 3
    assert sorted(
        len(entry.details.get("pictures", [1])) for entry in AuditEntry.objects.filter(act="picture.published")
    ) == [1, 2]
    gone = bulk.withdraw(images, by=ada)
    assert (gone.number, sorted(gone.gone)) == (3, sorted(image.pk for image in images))
    assert undoing.undo(gone.undo, by=ada) == ("publish", 3)
    assert Image.objects.filter(team=team).count() == 3
    assert undoing.undo(done.undo, by=ada) == ("publish", 3)
    assert list(Image.objects.exclude(team=None).values_list("pk", "team")) == [(images[2].pk, other.pk)]


def test_a_viewer_publishes_none_and_a_team_that_went_takes_none(ada, images):
    with pytest.raises(PermissionDenied):
        bulk.publish(images, by=ada, team=MembershipFactory(user=ada, role=Role.VIEWER).team)
    membership = MembershipFactory(user=ada, role=Role.EDITOR)
    done = bulk.publish(images, by=ada, team=membership.team)
    membership.team.delete()
    assert undoing.undo(done.undo, by=ada) == ("publish", 0)
    assert not Image.objects.exclude(team=None).exists()


@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_a_thousand_cost_five_queries_a_chunk(ada, act, django_assert_max_num_queries):
    team = MembershipFactory(user=ada, role=Role.EDITOR).team
    where = {} if act == "publish" else {"team": team, "published_at": timezone.now()}
    row = ImageFactory.build(owner=ada, **where)
    columns = {
        field.attname: getattr(row, field.attname) for field in Image._meta.concrete_fields if field.attname != "id"
    }
    Image.objects.bulk_create(Image(**columns) for _ in range(1_100))
    with django_assert_max_num_queries(6 * 14 + 6):
        ids = [Image(pk=pk) for pk in Image.objects.values_list("pk", flat=True)]
        done = bulk.publish(ids, by=ada, team=team) if act == "publish" else bulk.withdraw(ids, by=ada)
    assert done.number == 1_100


def test_a_store_that_copies_is_spared_what_a_disk_moves(ada, images, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_WITH_FILES", 2)
    monkeypatch.setattr(storage, "is_local", lambda: False)
    with pytest.raises(bulk.TooMany, match="2 pictures"):
        bulk.to_trash(images, by=ada)
    monkeypatch.undo()
    assert bulk.to_trash(images, by=ada).number == 3


def test_all_go_to_the_trash_in_chunks_and_back_by_one_undo(ada, images, monkeypatch):
    monkeypatch.setattr(trashing, "CHUNK", 2)
    names = [storage.original_key(image.pk, image.format) for image in images]
    for name in names:
        default_storage.save(name, ContentFile(b"bytes"))
    judged = ImageFactory(owner=ada, moderation="removed")
    done = bulk.to_trash([*images, judged], by=ada)
    assert sorted(done.gone) == sorted(image.pk for image in images)
    rows = Image.objects.filter(pk__in=done.gone)
    assert not any(default_storage.exists(name) for name in names)
    assert all(default_storage.exists(storage.original_name(row)) for row in rows)
    assert len({row.quarantine for row in rows}) == 3
    assert not rows.filter(moving=True).exists()
    assert [entry.act for entry in AuditEntry.objects.filter(act="picture.trashed")] == ["picture.trashed"] * 2
    assert undoing.undo(done.undo, by=ada) == ("trash", 3)
    assert all(default_storage.exists(name) for name in names)
    assert set(rows.values_list("trashed_at", "quarantine", "moving")) == {(None, "", False)}


def test_a_file_that_does_not_move_is_left_to_the_next_round(ada, images, monkeypatch):
    real = storage.quarantine

    def stuck(image):
        if image.pk == images[1].pk:
            raise OSError("the disk is gone")
        return real(image)

    monkeypatch.setattr(storage, "quarantine", stuck)
    assert bulk.to_trash(images, by=ada).number == 3
    assert list(Image.objects.filter(moving=True)) == [images[1]]
