"""The form, what it says at its fields, and one picture alone."""

import pytest
from django.urls import reverse

from gallery.export import forms
from tests.factories import ImageFactory, UserFactory
from tests.gallery.export.stored import drawn, on_board, picture, pixels, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    person = UserFactory(username="ada")
    client.force_login(person)
    return person


@pytest.fixture
def take(client):
    return lambda image, **fields: client.post(reverse("export"), {"ids": str(image.pk)} | fields)


def test_an_original_leaves_byte_for_byte_under_its_name(take, ada):
    image = picture(ada)
    on_board(ada, "Oro", image)
    response = take(image, name="{board}_{model}_{n}")
    assert whole(response) == drawn()
    assert 'filename="Oro_GPT-Image-1.5_01.png"' in response.headers["Content-Disposition"]


def test_a_placement_leaves_in_its_size_with_its_mark(take, ada):
    response = take(picture(ada), format="webp", placement="story", anchor="start", recipe="on")
    body = whole(response)
    assert (pixels(body).size, response.headers["Content-Type"]) == ((1080, 1920), "image/webp")
    assert b"trainedAlgorithmicMedia" in body
    assert b"a harbour at dawn" in body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quality", "0"), ("quality", "101"), ("quality", "x"), ("side", "-1"), ("side", "999999"), ("format", "tiff"),
        ("placement", "billboard2"), ("anchor", "left"), ("name", "{bord}"), ("name", "a/b"), ("name", "x" * 300),
        ("layout", "huge"), ("kind", "exe"), ("ids", "1,2"), ("ids", ""), ("where", "team=7"), ("where", "on=,"),
    ],
)  # fmt: skip
def test_a_value_that_nobody_offered_is_told_at_its_field(client, ada, field, value):
    given = {"ids": "" if field == "where" else str(picture(ada).pk), "format": "webp"}
    response = client.post(reverse("export"), given | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_somebody_elses_picture_is_not_there(take, ada):
    assert take(picture(UserFactory())).status_code == 422


@pytest.mark.parametrize("fields", [{}, {"format": "png"}])
def test_a_lost_original_is_told(take, ada, fields):
    response = take(ImageFactory(owner=ada), **fields)
    assert response.status_code == 409
    assert "is not there" in response.text


def test_too_many_conversions_are_told(client, ada, monkeypatch):
    monkeypatch.setattr(forms, "MOST_CONVERTED", 2)
    ids = ",".join(str(image.pk) for image in ImageFactory.create_batch(3, owner=ada))
    response = client.post(reverse("export"), {"ids": ids, "format": "webp"})
    assert "Up to 2 pictures" in response.context["form"].errors["format"][0]


def test_the_form_shows_an_example_and_every_field(client, ada):
    image = picture(ada, title="Dunes")
    page = client.get(reverse("export"), {"ids": image.pk})
    assert page.status_code == 200
    assert ">GPT-Image-1.5_" in page.text
    fragment = client.get(reverse("export"), {"ids": image.pk}, headers={"HX-Request": "true"})
    assert ("<html" in fragment.text, 'id="export-title"' in fragment.text) == (False, True)


@pytest.mark.parametrize(
    ("template", "told"), [("{title}-{n}", "Dunes-01.png"), ("{bord}", "There is no field {bord}"), ("{n", "brace")]
)
def test_the_name_is_told_while_it_is_written(client, ada, template, told):
    image = picture(ada, title="Dunes")
    assert told in client.get(reverse("export-name"), {"name": template, "ids": image.pk}).text


@pytest.mark.parametrize(
    "query", [{}, {"ids": "x"}, {"where": "team=7"}, {"where": "on=,"}, {"where": "q=\0"}, {"ids": "\0"}]
)
def test_an_address_that_names_nothing_is_no_error_of_ours(client, ada, query):
    assert client.get(reverse("export"), query).status_code == 200
    assert client.get(reverse("export-name"), query).status_code == 200
