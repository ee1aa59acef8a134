"""The commands about pictures."""

import pytest
from django.core.management import CommandError, call_command

from gallery.browsing.listing import listing_of
from gallery.files import rendering, storage
from gallery.files.rendering import AVIF_DONE, UNDECODABLE
from gallery.management import filling
from gallery.models import Image, Tag, Team
from tests.factories import UserFactory
from tests.gallery.pages.kept import body_of
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.django_db


def test_missing_renditions_are_made(tmp_path, capsys):
    image, broken = generated(tmp_path), generated(tmp_path)
    storage.local_path(storage.original_name(broken)).write_bytes(b"broken")

    call_command("render_missing", avif=True)

    assert Image.objects.get(pk=image.pk).renditions == AVIF_DONE
    assert Image.objects.get(pk=broken.pk).renditions == UNDECODABLE
    assert "WebP: 1 made, 1 could not be." in capsys.readouterr().out


def test_what_was_undecodable_is_tried_again_when_told(tmp_path, capsys):
    image = generated(tmp_path, renditions=UNDECODABLE)

    call_command("render_missing", again=True, avif=True)

    assert Image.objects.get(pk=image.pk).renditions == AVIF_DONE


def test_files_that_are_gone_are_made_again(tmp_path, capsys):
    whole, without_webp, without_avif = (generated(tmp_path) for _ in range(3))
    call_command("render_missing", avif=True)
    lost = storage.local_path(storage.rendition_name(without_webp, 640, "webp"))
    lost.unlink()
    storage.local_path(storage.rendition_name(without_avif, 320, "avif")).unlink()
    before = made_at(whole)

    call_command("render_missing", avif=True, verify=True)

    assert "Look: 2 without all their files." in capsys.readouterr().out
    assert lost.exists()
    assert set(Image.objects.values_list("renditions", flat=True)) == {AVIF_DONE}
    assert made_at(whole) == before


def made_at(image):
    return storage.local_path(storage.rendition_name(image, 640, "webp")).stat().st_mtime_ns


def test_stopped_midway_it_goes_on_where_it_was(tmp_path, monkeypatch, capsys):
    for _ in range(3):
        generated(tmp_path)
    render, calls = rendering.render, []

    def stopped(image_id):
        calls.append(image_id)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return render(image_id)

    monkeypatch.setattr(rendering, "render", stopped)
    with pytest.raises(SystemExit):
        call_command("render_missing")
    left = Image.objects.filter(renditions=rendering.NONE).count()
    call_command("render_missing")

    assert (left, Image.objects.filter(renditions=rendering.NONE).count()) == (2, 0)
    assert "start it again" in capsys.readouterr().err


def test_a_bar_tells_how_far_it_is(tmp_path, capsys):
    for _ in range(3):
        generated(tmp_path)
    call_command("render_missing")
    assert "WebP [##############################] 3 of 3" in capsys.readouterr().err


def test_a_gallery_is_filled_for_measuring(capsys):
    owner = UserFactory()

    call_command("fill_gallery", owner.username, images=1005, files=2)

    assert Image.objects.mine(owner).count() == 1005
    assert Image.objects.filter(prompt__contains="rarity1000").count() == 1
    assert [found(owner, line) for line in ("rarity1000", "is:generated model:flux")] == [1, 251]


def found(owner, line):
    return listing_of(owner, None, {"q": line}).rows().count()


def test_a_teams_gallery_has_members_boards_and_tags():
    owner = UserFactory()

    call_command("fill_gallery", owner.username, images=40, team="Halden", members=5, boards=4, tags=10, files=0)
    call_command("fill_gallery", owner.username, images=10, team="Halden", members=5, boards=1, tags=10, files=0)

    team = Team.objects.get()
    assert team.members.count() == 5
    assert Image.objects.of_team(team).count() == 50
    assert Image.objects.filter(owner=owner).count() == 10
    assert sorted(board.items.count() for board in team.boards.all()) == [10, 10, 10, 10, 40]
    assert Tag.objects.filter(team=team).count() == 10
    assert Image.objects.get(prompt__endswith="number 37").taggings.count() == 2


def test_the_older_ones_are_copies_with_all_that_hangs_on_them(monkeypatch):
    monkeypatch.setattr(filling, "A_BLOCK", 20)
    monkeypatch.setattr(filling, "LARGEST_BOARD", 30)
    owner = UserFactory()

    call_command("fill_gallery", owner.username, images=50, boards=5, tags=4, files=0)

    rows = Image.objects.mine(owner)
    assert (rows.count(), rows.dates("created_at", "day").count() <= 2) == (50, True)
    assert rows.values("created_at").distinct().count() == 50
    assert found(owner, "harbour") == rows.filter(prompt__contains="harbour").count() > 2
    assert found(owner, "tag:tag-1") == rows.filter(taggings__tag__name="tag-1").count() > 20
    assert all(image.taggings.exists() and image.board_items.exists() for image in rows)
    assert owner.boards.get(name="Board 1").items.count() == 40 + 2


def test_filled_pictures_share_their_files(client):
    owner = UserFactory()
    call_command("fill_gallery", owner.username, images=60, files=50)
    client.force_login(owner)
    newest = Image.objects.order_by("-created_at")
    first, alike, bare = newest[0], newest[40], newest[55]

    assert body_of(client.get(f"/gallery/images/{first.pk}/file"))
    paths = [storage.local_path(storage.rendition_key(image.pk, 640, "webp")) for image in (first, alike)]
    assert paths[0].samefile(paths[1])
    assert not storage.local_path(storage.original_name(bare)).exists()


@pytest.mark.parametrize("options", [{"images": -1}, {"members": 3}, {"username": "nobody"}, {}])
def test_what_cannot_be_filled_is_told(options):
    with pytest.raises(CommandError):
        call_command("fill_gallery", *filter(None, [options.pop("username", None)]), **options)
