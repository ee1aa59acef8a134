"""Contact sheets: text that is text, pictures that are marked, and the three layouts."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.factories import UserFactory
from tests.gallery.export.stored import on_board, picture, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    person = UserFactory(username="ada", display_name="Ada")
    client.force_login(person)
    return person


@pytest.fixture
def sheet(client):
    def post(*images, **fields):
        given = {"ids": ",".join(str(image.pk) for image in images), "kind": "sheet", "recipe": "on"}
        response = client.post(reverse("export"), given | fields)
        assert response.headers["Content-Type"] == "application/pdf", response.content[-2000:]
        return PdfReader(io.BytesIO(whole(response)))

    return post


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pdf.pages)


@pytest.mark.parametrize(("layout", "pages"), [("small", 2), ("recipes", 6), ("large", 21)])
def test_each_layout_takes_its_pages(sheet, ada, layout, pages):
    images = [picture(ada, title=f"Hafen {number}") for number in range(21)]
    pdf = sheet(*images, layout=layout)
    assert len(pdf.pages) == pages
    assert "Hafen 20" in text_of(pdf)
    assert f"{pages} / {pages}" in text_of(pdf)


def test_letters_of_the_west_and_of_china_are_text(sheet, ada):
    pdf = sheet(picture(ada, title="Æble, größer, naïve ÿ", prompt="山水 and fog 🦌"), layout="recipes")
    assert "Æble, größer, naïve ÿ" in text_of(pdf)
    assert "山水" in text_of(pdf)
    assert "GPT Image 1.5, OpenAI" in text_of(pdf)


def test_prompts_are_on_it_by_choice(sheet, ada):
    image = picture(ada, title="Dunes", prompt="secret words")
    assert "secret words" in text_of(sheet(image, layout="large"))
    assert "secret words" not in text_of(sheet(image, layout="large", recipe=""))


def test_pictures_stand_in_it_with_their_mark(sheet, ada):
    image = sheet(picture(ada), layout="large").pages[0].images[0]
    assert b"trainedAlgorithmicMedia" in image.indirect_reference.get_object()._data


def test_a_lost_picture_leaves_its_place(sheet, ada):
    pdf = sheet(picture(ada, b"broken", title="Broken"), picture(ada), layout="small")
    assert "File missing" in text_of(pdf)
    assert len(pdf.pages[0].images) == 1


def test_it_is_called_after_the_board(client, ada):
    image = picture(ada)
    on_board(ada, "Oro, spring", image)
    response = client.post(reverse("export"), {"ids": str(image.pk), "kind": "sheet"})
    assert 'filename="Oro,-spring-' in response.headers["Content-Disposition"]
    assert whole(response)
