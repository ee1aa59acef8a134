"""New pictures beside known ones: near, exact, allowed; lists that change at once; files of hashes."""

import random
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from gallery.files.looks import bands, signed
from gallery.judging import block_list
from gallery.judging.nearness import Near
from gallery.models import Case, Image, Likeness, ListedHash
from gallery.models.case import Outcome
from tests.factories import ImageFactory, UserFactory

HASH = 0x9F1C2B3A4D5E6F70
BITS = st.integers(0, 63)


def looking(value, **columns):
    image = ImageFactory(**columns)
    columns = {f"band{number}": band for number, band in enumerate(bands(value))}
    Likeness.objects.create(image=image, dhash=signed(value), **columns)
    return image


def flipped(value, *bits):
    for bit in bits:
        value ^= 1 << bit
    return value


@given(st.integers(0, 2**32), st.sets(BITS, max_size=11))
def test_what_is_found_is_what_looking_at_each_finds(seed, bits):
    noise = random.Random(seed)
    wanted, *hashes = (noise.getrandbits(64) for _ in range(30))
    near, known = Near([*hashes[:20], flipped(wanted, *bits)]), {*hashes, flipped(wanted, *bits)}
    near.add(hashes[20:])
    for within in (0, 4, 8, 11):
        expected = {value for value in known if (value ^ wanted).bit_count() <= within}
        assert set(near.found(wanted, within)) == expected


def test_a_stretch_of_equal_columns_is_looked_at_to_its_end():
    noise = random.Random(1)
    hashes = [0xABCD << 48 | noise.getrandbits(48) for _ in range(9000)]
    assert Near(hashes).found(hashes[-1], 0) == [hashes[-1]]


@pytest.mark.django_db
@pytest.mark.parametrize(("bits", "held"), [(range(8), True), (range(9), False)])
def test_a_picture_near_a_blocked_one_is_held(bits, held):
    block_list.add(looking(HASH), by=UserFactory(), reason="Stolen")
    image = looking(flipped(HASH, *bits))
    assert block_list.check(image) == held
    assert (Image.objects.get(pk=image.pk).moderation == "hidden", Case.objects.count()) == (held, int(held))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("blocked", "allowed", "held"),
    [
        pytest.param((), (1,), True, id="blocked exactly, allowed nearly"),
        pytest.param((1, 2), (3,), False, id="allowed nearer"),
        pytest.param((1,), (2,), True, id="both as near"),
        pytest.param((1, 2, 3), (), False, id="allowed exactly"),
    ],
)
def test_the_nearer_list_decides_and_the_block_list_a_tie(blocked, allowed, held):
    block_list.add_hash(flipped(HASH, *blocked), by=None, reason="Stolen")
    block_list.add_hash(flipped(HASH, *allowed), by=None, reason="Ours", name="allow")
    assert block_list.check(looking(HASH)) == held


@pytest.mark.django_db
def test_lists_change_at_once():
    lena = UserFactory(is_superuser=True)
    block_list.add_hash(flipped(HASH, 1, 2), by=lena, reason="Stolen")
    block_list.add_hash(HASH, by=lena, reason="Ours", name="allow")
    assert not block_list.check(looking(HASH))
    block_list.remove(ListedHash.objects.filter(list="allow"), by=lena)
    assert block_list.check(looking(HASH))
    block_list.remove(ListedHash.objects.all(), by=lena)
    assert not block_list.check(looking(HASH))


@pytest.mark.django_db
def test_a_hash_that_was_rolled_back_is_forgotten():
    for value in (HASH, flipped(HASH, *range(20))):
        with suppress(ZeroDivisionError), transaction.atomic():
            block_list.add_hash(value, by=None, reason="Stolen")
            assert block_list.check(looking(value))
            raise ZeroDivisionError
    block_list.add_hash(1, by=None, reason="Another")
    assert [block_list.holding(value) is not None for value in (HASH, 1)] == [False, True]


@pytest.mark.django_db
def test_what_was_let_through_after_a_look_is_not_held_again():
    block_list.add_hash(HASH, by=None, reason="Stolen")
    image = looking(HASH)
    block_list.check(image)
    Case.objects.update(decided_at="2026-01-01T00:00Z", outcome=Outcome.RELEASED, reason="x", decided_by=UserFactory())
    Image.objects.update(moderation="", quarantine="")
    assert not block_list.check(Image.objects.get(pk=image.pk))


@pytest.mark.django_db
def test_a_plain_surface_is_no_likeness():
    with pytest.raises(block_list.NoLikeness):
        block_list.add(looking(0), by=UserFactory(), reason="x")


@pytest.mark.django_db
def test_a_file_of_hashes_is_read_whole_or_not_at_all(tmp_path, capsys):
    file = tmp_path / "known.txt"
    file.write_text(f"# known\n{HASH:016x}\n0000000000000001, poster\nnonsense\n")
    with pytest.raises(CommandError, match="line 4"):
        call_command("import_hashes", file)
    assert not ListedHash.objects.exists()
    file.write_text(f"{HASH:016x}\n0000000000000001\tposter\n{HASH:016x}\n")
    call_command("import_hashes", file, reason="From outside")
    assert sorted(ListedHash.objects.values_list("reason", "source")) == [
        ("From outside", "known.txt"),
        ("poster", "known.txt"),
    ]
    assert "2 new of 3" in capsys.readouterr().out
    assert block_list.check(looking(HASH))
