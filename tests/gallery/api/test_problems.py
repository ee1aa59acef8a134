"""Whatever goes wrong under /api/ is told as problem details."""

import pytest

from gallery.api.problems import MEDIA_TYPE, field_errors
from tests.factories import UserFactory
from tests.gallery.api.making import BASE, Caller

pytestmark = pytest.mark.django_db


def told(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == MEDIA_TYPE
    problem = response.json()
    assert problem["status"] == status
    assert {"type", "title", "detail"} <= set(problem)
    return problem


def test_no_token_is_401_and_says_how():
    response = Caller(None).get("/images")
    told(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/", "/api/v1/nothing", "/api/v1/images/", "/api/v2/images"])
def test_an_address_without_anything_is_404(client, path):
    UserFactory()
    response = client.get(path, follow=True)
    told(response, 404)


def test_an_id_that_is_none_is_404(ada):
    told(ada.get("/images/not-an-id"), 404)


def test_another_method_is_405_and_names_those_it_takes(ada):
    response = ada.client.put(f"{BASE}/images")
    told(response, 405)
    assert "GET" in response["Allow"]


def test_a_crash_is_500_without_a_page(ada, monkeypatch):
    monkeypatch.setattr("gallery.api.images.team_of", lambda *_: 1 / 0)
    ada.client.raise_request_exception = False
    told(ada.get("/images"), 500)


def test_a_foreign_host_is_400(ada):
    told(ada.client.get(f"{BASE}/images", headers={"Host": "evil.example"}), 400)


def test_a_field_at_fault_is_named(ada):
    problem = told(ada.get("/images", limit="0"), 422)
    assert list(problem["errors"]) == ["limit"]


def test_head_answers_as_get_does(ada):
    response = ada.client.head(f"{BASE}/images")
    assert response.status_code == 200


def test_a_session_may_read(client):
    client.force_login(UserFactory())
    assert client.get(f"{BASE}/teams").status_code == 200


def wrong(kind, *place, **more):
    return {"type": kind, "loc": ("body", "body", *place), "msg": "Input should be of pydantic's own words", **more}


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        (
            [wrong("float_type", "low_at", "float"), wrong("int_type", "low_at", "int")],
            {"low_at": ["Give a number here."]},
        ),
        ([wrong("extra_forbidden", "Prompt")], {"Prompt": ["There is no field of this name."]}),
        ([wrong("extra_forbidden", "mask", "Drawn", "int")], {"mask.int": ["There is no field of this name."]}),
        (
            [wrong("string_pattern_mismatch", "words", ctx={"pattern": r"\S"})],
            {"words": ["This field is required."]},
        ),
        (
            [wrong("string_pattern_mismatch", "model", ctx={"pattern": "^[a-z]$"})],
            {"model": ["This holds signs that it cannot have."]},
        ),
    ],
)
def test_a_field_is_told_as_it_was_sent_and_in_words(errors, told):
    assert field_errors(errors) == told
