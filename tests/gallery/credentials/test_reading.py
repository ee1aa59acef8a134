"""Content Credentials as vendors embed them, and as nobody should."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pixels

from gallery.credentials import boxes, cbor
from gallery.credentials.reading import BROKEN, CHANGED, INTACT, NONE, STATES, UNCHECKED, UNREADABLE, read
from tests.examples import examples
from tests.gallery.credentials.making import credentialed, drawn, dumps, jpeg_part, png_part, superbox

FORMS = ("PNG", "JPEG", "WEBP")


def state(content):
    return read(io.BytesIO(content)).state


@pytest.mark.parametrize("form", FORMS)
def test_who_signed_what_and_when(form):
    content = credentialed(form)
    found = read(io.BytesIO(content))
    assert (found.state, found.signer, found.generator) == (INTACT, "OpenAI", "GPT Image")
    assert found.at == datetime(2026, 11, 3, 10, 42, 51, tzinfo=UTC)
    assert found.terms == ("trainedAlgorithmicMedia",)
    assert Pixels.open(io.BytesIO(content)).size == (60, 40)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_without_any_has_none(form):
    assert state(drawn(form)) == NONE


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_one_changed_byte_is_seen(form):
    content = bytearray(credentialed(form))
    content[-20] ^= 1
    assert state(bytes(content)) == CHANGED


def test_a_signature_over_something_else_is_seen():
    assert state(credentialed(spoil=True)) == BROKEN


def test_an_unknown_algorithm_is_not_vouched_for():
    found = read(io.BytesIO(credentialed(algorithm=-99)))
    assert (found.state, found.signer) == (UNCHECKED, "OpenAI")


def test_a_manifest_of_another_file_does_not_count():
    content = credentialed()
    size = len(content) - len(drawn("PNG"))
    other = io.BytesIO()
    Pixels.new("RGB", (60, 40), "tan").save(other, "PNG")
    assert state(other.getvalue()[:33] + content[33 : 33 + size] + other.getvalue()[33:]) == CHANGED


@pytest.mark.parametrize(
    "store",
    [
        b"", b"nonsense" * 9, superbox("c2pa"), superbox("c2pa", superbox("urn:x")), superbox("c2pa")[:-3],
        b"\0\0\0\1jumb" + b"\xff" * 8, b"\xff\xff\xff\xffjumb",
    ],
)  # fmt: skip
@pytest.mark.parametrize("wrap", [png_part, jpeg_part])
def test_what_cannot_be_read_is_said_so(store, wrap):
    plain, place = (drawn("PNG"), 33) if wrap is png_part else (drawn("JPEG"), 2)
    assert state(plain[:place] + wrap(store) + plain[place:]) in (UNREADABLE, NONE)


def test_boxes_in_boxes_end():
    deep = superbox("x")
    for _level in range(50):
        deep = superbox("x", deep)
    with pytest.raises(boxes.Unreadable):
        boxes.read(deep)


@pytest.mark.parametrize("data", [b"\x81" * 200, b"\x9b" + b"\xff" * 8, b"\xa1\x80\x01", b"\x5f\x01\xff", b"\x1c", b""])
def test_what_is_no_sane_cbor_is_refused(data):
    with pytest.raises(cbor.Unreadable):
        cbor.loads(data)


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\x9f\x01\x02\xff", [1, 2]), (b"\xbf\x61a\x01\xff", {"a": 1}), (b"\x5f\x41a\x41b\xff", b"ab"), (b"\x20", -1),
        (b"\xf9\x3c\x00", 1.0), (b"\xd2\xf5", True), (b"\x7f\x61a\xff", "a"),
    ],
)  # fmt: skip
def test_cbor_in_its_rarer_forms(data, value):
    assert cbor.loads(data) == value


@given(st.recursive(st.integers(0, 2**31) | st.text() | st.binary(), st.lists, max_leaves=20))
def test_cbor_is_read_as_it_was_written(value):
    assert cbor.loads(dumps(value)) == value


def test_a_key_of_an_unknown_kind_is_nothing_that_can_be_checked():
    kind = bytes.fromhex("2a8648ce3d0201")  # id-ecPublicKey
    content = credentialed("PNG")
    assert kind in content
    assert state(content.replace(kind, b"\0" + kind[1:])) == UNCHECKED


@settings(max_examples=examples(150))
@given(st.sampled_from(FORMS), st.data())
def test_whatever_is_spoilt_the_answer_is_a_state(form, data):
    content = bytearray(credentialed(form))
    for _change in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    assert state(bytes(content[:cut])) in STATES
