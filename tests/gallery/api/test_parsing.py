"""Bodies and texts that no column can hold, or that are no JSON: 4xx before any field is looked at."""

import json

import pytest

from gallery.models import Image
from tests.factories import ImageFactory
from tests.gallery.api.making import BASE, team_of

pytestmark = pytest.mark.django_db

TEAM = "0192f000-0000-7000-8000-000000000000"


@pytest.fixture
def send(ada):
    """Posts raw bytes where a small object is taken."""
    image = ImageFactory(owner=ada.user)

    def post(body, content_type="application/json"):
        return ada.client.post(f"{BASE}/images/{image.pk}/publish", body, content_type=content_type)

    return post


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"team": NaN}',
        b'{"team": Infinity}',
        b'{"team": -1e999}',
        b"[" * 100_000,
        b"[" * 20 + b"]" * 20,
        b'{"a":' * 900 + b"1" + b"}" * 900,
    ],
)
def test_what_is_no_plain_json_is_400(send, body):
    response = send(body)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_content_type_is_415(send, content_type):
    assert send(b'{"team": "x"}', content_type).status_code == 415


def test_a_charset_does_no_harm(send):
    assert send(b'{"team": "x"}', "application/json; charset=utf-8").status_code == 422


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"1", b'"x"', b"{}", b"[{}]", b'{"team": []}', b'{"team": {}}'])
def test_another_shape_is_422(send, body):
    response = send(body)
    assert (response.status_code, bool(response.json()["errors"])) == (422, True)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\udfff tail"])
@pytest.mark.parametrize("place", ["team", "deep"])
def test_text_that_cannot_be_kept_is_422_at_its_field(send, text, place):
    body = {"team": text} if place == "team" else {"team": TEAM, "deep": [{"er": text}]}
    response = send(json.dumps(body).encode())
    assert list(response.json()["errors"]) == ["team" if place == "team" else "deep.0.er"]


@pytest.mark.parametrize("number", ["9223372036854775808", "-9223372036854775809", "9" * 5000])
def test_a_number_that_cannot_be_kept_is_422_at_its_field(send, number):
    response = send(f'{{"team": "x", "deep": [{{"er": {number}}}]}}'.encode())
    assert (response.status_code, list(response.json()["errors"])) == (422, ["deep.0.er"])


def test_a_name_that_cannot_be_kept_is_422(send):
    assert send(json.dumps({"a\0": 1}).encode()).status_code == 422


def test_a_body_beyond_the_limit_is_413(send, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert send(b'{"team": "' + b"x" * 200 + b'"}').status_code == 413


def test_a_body_of_unknown_length_is_411(ada):
    headers = {"Transfer-Encoding": "chunked"}
    response = ada.client.generic("POST", f"{BASE}/images/x/publish", b"", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (411, "application/problem+json")


def test_a_thousand_wrong_names_are_answered_shortly(send):
    response = send(json.dumps({f"name{n}": 1 for n in range(1000)}).encode())
    assert (response.status_code, len(response.json()["errors"])) == (422, 50)


def test_the_largest_whole_number_is_read(ada):
    team = team_of(editor=ada.user)
    image = ImageFactory(owner=ada.user)
    response = ada.post(f"/images/{image.pk}/publish", {"team": str(team.pk), "n": 2**63 - 1})
    assert list(response.json()["errors"]) == ["n"]
    assert not Image.objects.filter(team=team).exists()
