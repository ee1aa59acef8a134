"""Searching and narrowing a wall, by the form and by links that are taken off again."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery import search
from gallery.models import Image
from tests.factories import ImageFactory
from tests.gallery.pages.test_wall import hung


def found(text: str) -> set[str]:
    return {image.prompt or image.title or image.file_name for image in search.matching(Image.objects.all(), text)}


def test_all_words_have_to_stand_somewhere_in_any_case(ada):
    ImageFactory(prompt="A Harbour at dawn")
    ImageFactory(prompt="a harbour at noon")
    assert found("DAWN harbour") == {"A Harbour at dawn"}
    assert found("dawn noon") == set()


def test_titles_and_file_names_are_searched_too(ada):
    ImageFactory(prompt="", title="Lighthouse")
    ImageFactory(prompt="", file_name="lighthouse-2.png")
    assert found("lighthouse") == {"Lighthouse", "lighthouse-2.png"}


@pytest.mark.parametrize("text", ["a_b", "it's", 'say "hi"', "back\\slash", "🦌", "ÜBER", "日本"])
def test_signs_break_nothing(ada, text):
    ImageFactory(prompt=f"before {text.lower()} after")
    ImageFactory(prompt="100 axb plain")
    assert found(text) == {f"before {text.lower()} after"}


def test_empty_words_narrow_nothing(ada):
    ImageFactory(prompt="one")
    assert found("  ") == {"one"}


def test_model_vendor_and_days_narrow(client, ada):
    noon = timezone.make_aware(datetime(2026, 3, 5, 12))
    wanted = ImageFactory(owner=ada, model="bfl/flux-2-pro", vendor="Black Forest Labs", created_at=noon)
    ImageFactory(owner=ada, model="bfl/flux-2-pro", vendor="Black Forest Labs", created_at=noon - timedelta(days=1))
    ImageFactory(owner=ada, created_at=noon)
    query = {"model": "bfl/flux-2-pro", "vendor": "Black Forest Labs", "from": "2026-03-05", "to": date(2026, 3, 5)}
    assert hung(client.get(reverse("gallery"), query)) == [wanted.pk]


def test_each_condition_can_be_taken_off(client, ada):
    ImageFactory(owner=ada, prompt="a harbour")
    response = client.get(reverse("gallery"), {"q": "harbour", "vendor": "OpenAI"})
    assert response.context["without"]["q"] == f"{reverse('gallery')}?vendor=OpenAI"
    assert response.context["without"]["vendor"] == f"{reverse('gallery')}?q=harbour"


def test_nothing_that_fits_names_what_excludes_most(client, ada):
    for _ in range(3):
        ImageFactory(owner=ada, prompt="a harbour")
    html = client.get(reverse("gallery"), {"q": "harbour", "model": "qwen/qwen-image"}).content.decode()
    assert "Without it there are 3" in html


def test_menus_offer_what_made_my_pictures(client, ada):
    ImageFactory(owner=ada, model="qwen/qwen-image", model_label="Qwen Image")
    ImageFactory(model="bfl/flux-2-pro", model_label="Flux 2 Pro")
    html = client.get(reverse("gallery-models"), headers={"HX-Request": "true"}).content.decode()
    assert "Qwen Image" in html
    assert "Flux 2 Pro" not in html
