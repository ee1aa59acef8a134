"""Files reach the place that the row names, also where a move is cut short or the row changes on the way."""

import pytest

from gallery import tasks, trash
from gallery.cases import opening, pictures
from gallery.files import rendering, signatures, storage
from gallery.models import Image
from tests.factories import TeamFactory, UserFactory
from tests.gallery.pages.kept import body_of
from tests.gallery.people.pictures import judge, published
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.django_db


def reachable(image: Image) -> list[str]:
    return [key for key in storage.keys_of(image) if storage.local_path(key).exists()]


def now(image: Image) -> Image:
    return Image.objects.get(pk=image.pk)


def shown(tmp_path) -> Image:
    image = generated(tmp_path)
    rendering.render(image.pk)
    return now(image)


@pytest.fixture
def full_disk(monkeypatch):
    """The second file of a move fails."""
    put, calls = storage.put, []

    def flaky(name, source):
        calls.append(name)
        if len(calls) == 2:
            raise OSError("disk full")
        put(name, source)

    with monkeypatch.context() as patch:
        yield lambda: patch.setattr(storage, "put", flaky)


def test_a_trashing_that_was_cut_short_is_ended_by_the_next_round(tmp_path, full_disk):
    image = shown(tmp_path)
    full_disk()

    assert trash.trash(image, by=image.owner)
    left = reachable(image)
    tasks.finish_moves()

    assert (len(left), reachable(image)) == (3, [])
    assert (now(image).moving, storage.local_path(storage.original_name(now(image))).exists()) == (False, True)


def test_a_hiding_that_was_cut_short_is_ended_by_the_next_round(full_disk):
    image = published(TeamFactory())
    full_disk()

    judge(image, "hide")
    left = reachable(image)
    tasks.finish_moves()

    assert (len(left), reachable(image), now(image).moderation) == (1, [], "hidden")


def test_what_is_where_it_belongs_is_not_looked_at(tmp_path, monkeypatch):
    image = shown(tmp_path)
    trash.trash(image, by=image.owner)
    monkeypatch.setattr(storage, "quarantine", lambda row: pytest.fail("moved again"))

    tasks.finish_moves()

    assert not now(image).moving


def test_a_moderator_sees_a_picture_on_its_way(client, full_disk):
    image = published(TeamFactory())
    case = opening.report(image, reason="rights")
    full_disk()
    judge(image, "hide")
    client.force_login(UserFactory(is_moderator=True))

    assert body_of(client.post(f"/held/{case.pk}/look/"))[:4] in (b"RIFF", b"\x89PNG")


def test_its_owner_sees_a_trashed_picture_on_its_way(client, tmp_path, monkeypatch):
    image = shown(tmp_path)
    monkeypatch.setattr(storage, "move", lambda source, target: (_ for _ in ()).throw(OSError("disk full")))
    trash.trash(image, by=image.owner)
    client.force_login(image.owner)

    assert body_of(client.get(f"/gallery/images/{image.pk}/preview"))[:4] == b"RIFF"


@pytest.mark.parametrize("form", ["webp", "avif"])
def test_restored_while_its_renditions_are_made(tmp_path, monkeypatch, form):
    image = shown(tmp_path) if form == "avif" else generated(tmp_path)
    trash.trash(image, by=image.owner)
    meanwhile(monkeypatch, lambda: trash.restore(now(image), by=image.owner))

    assert (rendering.render if form == "webp" else rendering.render_avif)(image.pk)

    assert storage.local_path(storage.rendition_key(image.pk, 640, form)).exists()
    assert signatures.has_renditions(now(image))


@pytest.mark.parametrize("again", [False, True])
def test_trashed_while_its_renditions_are_made(tmp_path, monkeypatch, again):
    image = generated(tmp_path)

    def change():
        trash.trash(now(image), by=image.owner)
        if again:
            trash.restore(now(image), by=image.owner)
            trash.trash(now(image), by=image.owner)

    meanwhile(monkeypatch, change)
    rendering.render(image.pk)

    assert reachable(image) == []
    assert storage.local_path(storage.rendition_name(now(image), 640, "webp")).exists()


def meanwhile(monkeypatch, change):
    """``change`` happens after the original was read and before the first rendition is written."""
    renditions = rendering.renditions

    def slow(path, **options):
        made = list(renditions(path, **options))
        change()
        return made

    monkeypatch.setattr(rendering, "renditions", slow)


def test_restored_while_the_trash_is_still_moving_it(tmp_path, monkeypatch):
    image = shown(tmp_path)
    move, calls = storage.move, []

    def slow(source, target):
        calls.append(source)
        if len(calls) == 3:
            trash.restore(now(image), by=image.owner)
        move(source, target)

    monkeypatch.setattr(storage, "move", slow)
    trash.trash(image, by=image.owner)

    assert len(reachable(image)) == 4


def test_renditions_written_while_a_decision_is_taken_back_come_along():
    image = published(TeamFactory())
    judge(image, "hide")
    hidden, late = now(image), storage.rendition_key(image.pk, 320, "webp")
    write = pictures.write

    def slow(*told):
        path = storage.local_path(storage.placed(hidden, late))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"late")
        return write(*told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "write", slow)
        judge(hidden, "restore")

    assert late in reachable(image)
