"""``look_again``: what pictures look like, measured where that is not known yet."""

import pytest
from django.core.management import call_command

from gallery.files import storage
from gallery.models import Image, ImageWords, Likeness
from tests.factories import UserFactory
from tests.gallery.pages.kept import drawn, kept, rendered

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures():
    """One that was looked at, one that was not, and one whose copy is gone; the words of all are old."""
    owner = UserFactory()
    known, unknown, lost = (rendered(kept(owner, drawn(size=(60, 40 + n)))) for n in range(3))
    call_command("look_again", words=True)
    Likeness.objects.filter(image=known).update(dhash=7)
    Likeness.objects.exclude(image=known).delete()
    storage.local_path(storage.rendition_name(lost, 320, "webp")).unlink()
    ImageWords.objects.update(text="of before")
    return known, unknown, lost


def looked_at():
    return dict(Likeness.objects.values_list("image", "dhash"))


def test_what_is_not_known_is_measured_and_found_by_its_colours(pictures, capsys):
    known, unknown, lost = pictures
    call_command("look_again")
    assert looked_at().keys() == {known.pk, unknown.pk}
    assert looked_at()[known.pk] == 7
    assert Likeness.objects.get(image=unknown).colors
    assert set(ImageWords.objects.filter(text="of before").values_list("image", flat=True)) == {known.pk, lost.pk}
    said = capsys.readouterr()
    assert "1 measured, 1 could not be." in said.out
    assert "Looked at: 2 of 2" in said.err


def test_all_are_measured_anew_when_told(pictures):
    known, unknown, _ = pictures
    call_command("look_again", all=True)
    assert looked_at().keys() == {known.pk, unknown.pk}
    assert looked_at()[known.pk] != 7


def test_the_words_of_all_are_written_anew_when_told(pictures, capsys):
    call_command("look_again", words=True)
    assert not ImageWords.objects.filter(text="of before").exists()
    assert ImageWords.objects.count() == len(pictures) == Image.objects.count()
    assert "Indexed: 3 of 3" in capsys.readouterr().err
