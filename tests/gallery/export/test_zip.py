"""A ZIP of many: its length, its recipes, and what is told of a file that is not there."""

import csv
import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image as Pixels

from gallery.export import chosen, making
from gallery.export.making import Wanted
from gallery.files import storage
from gallery.models import Image
from gallery.models.tag import Tag, Tagging
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory
from tests.gallery.export.stored import drawn, on_board, picture, unzipped
from tests.gallery.pictures.test_placeless import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    person = UserFactory(username="ada", display_name="Ada")
    client.force_login(person)
    return person


@pytest.fixture
def take(client):
    def post(*images, **fields):
        given = {"ids": ",".join(str(image.pk) for image in images), "sidecar": "on", "name": "{n}_{title}"}
        return client.post(reverse("export"), given | fields)

    return post


def lose(image):
    default_storage.delete(storage.original_name(image))


def test_originals_leave_byte_for_byte_with_their_recipes(take, ada):
    one, two = picture(ada, prompt="a harbour"), picture(ada, drawn("PNG", (8, 8)), title="Dünen", seed=7)
    on_board(ada, "Oro", two)
    tag = Tag.objects.create(owner=ada, name="wet")
    Tagging.objects.create(tag=tag, image=two, by=ada)
    found = unzipped(take(two, one))
    assert found.namelist() == ["01_Dünen.png", "02_a-harbour.png", "recipes.json", "recipes.csv", "NOTES.txt"]
    assert found.read("01_Dünen.png") == drawn("PNG", (8, 8))
    rows = json.loads(found.read("recipes.json"))
    assert [row["file"] for row in rows] == found.namelist()[:2]
    assert (rows[0]["seed"], rows[0]["board"], rows[0]["tags"]) == (7, "Oro", ["wet"])
    table = list(csv.DictReader(io.StringIO(found.read("recipes.csv").decode("utf-8-sig"))))
    assert [row["prompt"] for row in table][1] == "a harbour"
    assert b"Nothing is missing." in found.read("NOTES.txt")


def test_a_formula_in_a_prompt_stays_text(take, ada):
    found = unzipped(take(picture(ada, prompt='=HYPERLINK("x")'), picture(ada)))
    table = list(csv.DictReader(io.StringIO(found.read("recipes.csv").decode("utf-8-sig"))))
    assert table[0]["prompt"] == '\'=HYPERLINK("x")'


def test_of_five_thousand_one_is_missing_and_told(ada, settings, tmp_path):
    """Rows of one tiny file each, but for one."""
    images = ImageFactory.build_batch(5000, owner=ada, title="same", bytes=4)
    Image.objects.bulk_create(images)
    for image in images:
        path = storage.local_path(storage.original_name(image))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"tiny")
    lose(images[4321])
    packed = making.packed(ada, [image.pk for image in images], Wanted(template="{title}"))
    body = b"".join(packed)
    packed.close()
    assert len(body) == packed.length
    found = io.BytesIO(body)
    names = zipfile.ZipFile(found).namelist()
    assert len(names) == 4999 + 3
    assert str(images[4321].pk) in zipfile.ZipFile(found).read("NOTES.txt").decode()


def test_a_file_that_goes_away_meanwhile_leaves_the_length_as_it_was(ada):
    images = [picture(ada, title=title) for title in ("one", "two", "three")]
    packed = making.packed(ada, [image.pk for image in images], Wanted(template="{title}"))
    lose(images[1])
    body = b"".join(packed)
    packed.close()
    assert len(body) == packed.length
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.testzip() is None
    assert archive.read("three.png") == drawn()
    assert set(archive.read("two.png")) == {0}
    assert "- two.png" in archive.read("NOTES.txt").decode()


def test_what_was_made_for_it_is_removed(take, ada, settings):
    response = take(picture(ada), picture(ada), format="webp", quality="50")
    assert list(settings.SPOOL_DIR.iterdir())
    assert [name[-5:] for name in unzipped(response).namelist()[:2]] == [".webp", ".webp"]
    assert not list(settings.SPOOL_DIR.iterdir())


def test_one_that_cannot_be_converted_is_told_and_the_rest_arrives(take, ada):
    found = unzipped(take(picture(ada, title="good"), picture(ada, b"broken", title="bad"), format="jpeg"))
    assert "01_good.jpg" in found.namelist()
    assert "02_bad" in found.read("NOTES.txt").decode()


def test_only_what_one_may_see_leaves(take, ada):
    own, foreign = picture(ada, title="mine"), picture(UserFactory(), title="foreign")
    names = unzipped(take(own, foreign)).namelist()
    assert ("01_mine.png" in names, [name for name in names if "foreign" in name]) == (True, [])


def test_somebody_elses_upload_leaves_in_full_without_its_place(take, ada, client):
    team = TeamFactory()
    MembershipFactory(team=team, user=ada)
    facts = {"kind": "upload", "team": team, "published_at": "2026-01-01T00:00:00Z"}
    data = photo("JPEG", turned=6)
    shot = picture(UserFactory(), data, format="jpeg", **facts)
    film = picture(shot.owner, drawn("GIF"), format="gif", **facts)
    found = unzipped(take(shot, film, name="x_{n}"))
    copy = found.read("x_01.jpg")
    assert (len(copy), b"Lisbon" in data, b"Lisbon" in copy) == (len(data), True, False)
    assert Pixels.open(io.BytesIO(found.read("x_02.png"))).size == Pixels.open(io.BytesIO(drawn("GIF"))).size
    client.force_login(shot.owner)
    assert unzipped(take(shot, film, name="x_{n}")).read("x_01.jpg") == data


def test_more_than_are_converted_at_once_are_converted_on_the_way(take, ada, monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 1)
    response = take(picture(ada, title="good"), picture(ada, b"broken", title="bad"), format="jpeg")
    assert "Content-Length" not in response
    found = unzipped(response)
    assert Pixels.open(io.BytesIO(found.read("01_good.jpg"))).format == "JPEG"
    assert (found.read("02_bad.jpg"), "- 02_bad.jpg" in found.read("NOTES.txt").decode()) == (b"", True)


def test_all_of_a_list_leave_by_its_address(client, ada):
    kept, other = picture(ada, prompt="a dune"), picture(ada, prompt="the sea")
    response = client.post(reverse("export"), {"where": "q=dune", "name": "{title}", "sidecar": "on"})
    names = unzipped(response).namelist()
    assert ("a-dune.png" in names, "the-sea.png" in names) == (True, False)
    assert kept.pk != other.pk


def test_memory_is_a_batch_and_queries_follow_batches(ada, django_assert_num_queries):
    images = [picture(ada) for _ in range(5)]
    with django_assert_num_queries(3):
        assert len(list(chosen.each(ada, [image.pk for image in images]))) == 5
