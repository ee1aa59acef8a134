"""A stored answer: written whole, read again, its pictures decoded beside it."""

import base64
import hashlib
import json
import os

import pytest

from studio.gateway import Receipt
from studio.gateway import spool as spooled
from studio.gateway.errors import Busy, NotAPicture, PictureRefused, Unreadable
from studio.gateway.spool import Head

LARGE = os.urandom(300_001)


def head(**kw):
    return Head(**{"status": 200, "lane": "predictions", "family": "openai", "type": "application/json"} | kw)


def stored(folder, body, **kw):
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    spooled.store(folder / "s", head(**kw), [text[at : at + 1000] for at in range(0, len(text), 1000)])
    return folder / "s"


def items(*pictures, key="b64_json"):
    return {"data": [{key: picture} for picture in pictures]}


def encoded(content=LARGE, prefix=""):
    return prefix + base64.b64encode(content).decode()


def test_a_large_picture_is_decoded_beside_the_answer(tmp_path):
    found = spooled.settle(stored(tmp_path, items(encoded())))
    assert found.items[0].path == tmp_path / "s.0"
    assert found.items[0].path.read_bytes() == LARGE


@pytest.mark.parametrize("content", [b"", b"a", b"ab", b"abc", LARGE[:3071], LARGE[:3072], LARGE[:3073]])
def test_pictures_of_any_length_come_out_whole(tmp_path, content):
    answer = items(encoded(content or b"abcd"))
    assert spooled.settle(stored(tmp_path, answer)).items[0].path.read_bytes() == (content or b"abcd")


@pytest.mark.parametrize(
    "text",
    [
        encoded(prefix="data:image/png;base64,"),
        encoded().rstrip("="),
        base64.urlsafe_b64encode(LARGE).decode(),
        base64.encodebytes(LARGE).decode().strip(),
    ],
    ids=["prefix", "no padding", "url-safe", "wrapped lines"],
)
def test_the_spellings_of_base64_are_understood(tmp_path, text):
    picture = spooled.settle(stored(tmp_path, items(text))).items[0]
    assert picture.path.read_bytes() == LARGE
    assert picture.sha256 == hashlib.sha256(LARGE).hexdigest()


@pytest.mark.parametrize(("sign", "written"), [("/", "\\/"), ("=", "\\u003d"), ("+", "\\u002B")])
def test_escaped_signs_are_understood_however_large_the_picture(tmp_path, monkeypatch, sign, written):
    monkeypatch.setattr(spooled, "PLAIN_MAX", 4096)
    body = json.dumps(items(encoded(prefix="data:image/png;base64,"))).replace(sign, written).encode()
    assert spooled.settle(stored(tmp_path, body)).items[0].path.read_bytes() == LARGE


def test_broken_lines_are_understood_however_large_the_picture(tmp_path, monkeypatch):
    monkeypatch.setattr(spooled, "PLAIN_MAX", 4096)
    body = json.dumps(items(base64.encodebytes(LARGE).decode())).encode()
    assert spooled.settle(stored(tmp_path, body)).items[0].path.read_bytes() == LARGE


def test_words_that_begin_like_a_picture_stay_words(tmp_path):
    words = "a" * 5000 + ' \\ "said" \u00e9'
    text, cuts = spooled.cut(json.dumps({"data": [{"prompt": words}]}).encode())
    assert (json.loads(text)["data"][0]["prompt"], cuts) == (words, {})


def test_a_link_that_holds_its_picture_is_decoded(tmp_path):
    answer = items(encoded(prefix="data:image/png;base64,"), key="url")
    assert spooled.settle(stored(tmp_path, answer)).items[0].path.read_bytes() == LARGE


def test_the_same_picture_twice_is_one(tmp_path):
    other = encoded(LARGE[::-1])
    found = spooled.settle(stored(tmp_path, items(encoded(), other, encoded())))
    assert [item.path.name for item in found.items] == ["s.0", "s.1"]


def test_large_pictures_never_enter_the_json(tmp_path):
    text = json.dumps(items(encoded()) | {"thoughtSignature": encoded(LARGE[1:])}).encode()
    short, cuts = spooled.cut(text)
    assert len(short) < 1000
    assert len(cuts) == 2


def test_more_text_than_pictures_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(spooled, "PLAIN_MAX", 2000)
    with pytest.raises(Unreadable):
        spooled.settle(stored(tmp_path, {"words": ["word"] * 1000}))


def test_broken_base64_is_an_item_with_an_error(tmp_path):
    broken, good = spooled.settle(stored(tmp_path, items("abcde", encoded()))).items
    assert isinstance(broken.error, NotAPicture)
    assert good.path.read_bytes() == LARGE


def test_a_raw_picture_is_taken_as_it_is(tmp_path):
    found = spooled.settle(stored(tmp_path, LARGE, type="image/png", request_id="r1"))
    assert (found.items[0].path.read_bytes(), found.request_id) == (LARGE, "r1")


def test_a_stored_answer_reads_the_same_again(tmp_path):
    spool = stored(tmp_path, items(encoded()))
    first = spooled.settle(spool)
    first.items[0].path.unlink()
    assert spooled.settle(spool) == first
    assert first.items[0].path.read_bytes() == LARGE


def test_a_receipt_is_read(tmp_path):
    answer = {"output": [{"taskId": "api.us1.12ab", "polling_url": "https://x"}]}
    assert spooled.settle(stored(tmp_path, answer, request_id="r1")) == Receipt("api.us1.12ab", "r1")


def test_an_error_status_keeps_its_wait_and_id(tmp_path):
    spool = stored(tmp_path, {"error": {"message": "slow (tid: t1)"}}, status=429, retry_after=7.0)
    with pytest.raises(Busy) as caught:
        spooled.settle(spool)
    assert (caught.value.retry_after, caught.value.request_id, caught.value.status) == (7.0, "t1", 429)


@pytest.mark.parametrize("body", [b"", b"<html>ok</html>", b'{"output": [', b"[" * 100_000, b"\xff\xfe\x00"])
def test_nonsense_in_a_good_answer_is_unreadable(tmp_path, body):
    with pytest.raises(Unreadable):
        spooled.settle(stored(tmp_path, body))


def test_an_empty_imagen_answer_is_a_refusal(tmp_path):
    with pytest.raises(PictureRefused):
        spooled.settle(stored(tmp_path, {"output": {"b64_json": [], "urls": []}}, family="imagen"))


def test_a_waiting_answer_without_an_id_is_unreadable(tmp_path):
    with pytest.raises(Unreadable):
        spooled.settle(stored(tmp_path, {"status": "Pending"}))


def test_an_answer_too_large_leaves_no_spool(tmp_path, monkeypatch):
    monkeypatch.setattr(spooled, "BODY_MAX", 1000)
    with pytest.raises(Unreadable):
        stored(tmp_path, items(encoded()))
    assert not (tmp_path / "s").exists()


def test_what_was_not_stored_whole_cannot_be_read(tmp_path):
    spooled.part(tmp_path / "s").write_bytes(b"{}\n{")
    with pytest.raises(FileNotFoundError):
        spooled.settle(tmp_path / "s")
