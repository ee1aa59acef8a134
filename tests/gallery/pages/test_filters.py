"""Searching and narrowing a wall, by the line, by the form and by links that are taken off again."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.organising import boards, picks, tags
from tests.factories import ImageFactory, MembershipFactory
from tests.gallery.pages.test_wall import hung

FRAGMENT = {"HX-Request": "true"}


def found(client, line, **more):
    response = client.get(reverse("gallery"), {"q": line, **more})
    assert response.status_code == 200, response.content.decode()
    return hung(response)


def test_model_vendor_and_days_narrow(client, ada):
    noon = timezone.make_aware(datetime(2026, 3, 5, 12))
    wanted = ImageFactory(owner=ada, model="bfl/flux-2-pro", vendor="Black Forest Labs", created_at=noon)
    ImageFactory(owner=ada, model="bfl/flux-2-pro", vendor="Black Forest Labs", created_at=noon - timedelta(days=1))
    ImageFactory(owner=ada, created_at=noon)
    query = {"model": "bfl/flux-2-pro", "vendor": "Black Forest Labs", "from": "2026-03-05", "to": date(2026, 3, 5)}
    assert hung(client.get(reverse("gallery"), query, follow=True)) == [wanted.pk]


def test_what_a_form_sends_becomes_a_line(client, ada):
    ImageFactory(owner=ada)
    query = {
        "words": "harbour",
        "model": ["a/b", "c/d"],
        "tag": ["low sun", "sea"],
        "-tag": "draft",
        "from": "2026-03-05",
    }
    line = 'harbour model:a/b,c/d tag:"low sun" tag:sea -tag:draft date:2026-03-05..'
    response = client.get(reverse("gallery"), query)
    assert response.status_code == 302
    assert client.get(response.url).context["listing"].q == line


def test_the_form_is_filled_in_as_the_line_says(client, ada):
    tags.add([ImageFactory(owner=ada)], ["sea"], by=ada, team=None)
    line = "fog tag:sea shape:portrait rating:>=3 date:2026-03 -tag:draft -color:teal"
    html = client.get(reverse("gallery-find"), {"q": line}, headers=FRAGMENT).content.decode()
    assert "<html" not in html
    assert 'name="words" value="fog"' in html
    assert 'value="sea" checked' in html
    assert 'value="portrait" checked' in html
    assert 'value="&gt;=3" selected' in html
    assert 'name="from" value="2026-03-01"' in html
    assert 'name="to" value="2026-03-31"' in html
    assert 'name="-tag" value="draft"' in html
    assert 'name="q" value="-color:teal"' in html


def test_each_condition_can_be_taken_off(client, ada):
    ImageFactory(owner=ada, prompt="a harbour")
    chips = client.get(reverse("gallery"), {"q": "harbour vendor:OpenAI"}).context["chips"]
    assert [(str(chip.part), chip.url) for chip in chips] == [
        ("harbour", f"{reverse('gallery')}?q=vendor%3AOpenAI"),
        ("vendor:OpenAI", f"{reverse('gallery')}?q=harbour"),
    ]


def test_nothing_that_fits_names_what_excludes_most(client, ada):
    for _ in range(3):
        ImageFactory(owner=ada, prompt="a harbour")
    html = client.get(reverse("gallery"), {"q": "harbour model:qwen/qwen-image"}).content.decode()
    assert "Without it there are 3" in html


def test_an_unknown_field_is_told_at_the_line_which_keeps_what_was_typed(client, ada):
    ImageFactory(owner=ada)
    response = client.get(reverse("gallery"), {"q": "modle:flux"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "There is no field “modle”. Is “model:” meant?" in html
    assert 'value="modle:flux" aria-invalid="true"' in html


def test_an_unknown_board_is_told_at_the_line(client, ada):
    ImageFactory(owner=ada)
    response = client.get(reverse("gallery"), {"q": 'board:"Spring"'})
    assert response.status_code == 422
    assert "There is no board “Spring” here." in response.content.decode()


@pytest.mark.parametrize("line", ['tag:"' + "x" * 900 + '"', "tag:" + "x" * 101])
def test_a_tag_too_long_is_told(client, ada, line):
    assert client.get(reverse("gallery"), {"q": line}).status_code == 422


def test_a_line_of_ten_thousand_characters_is_told(client, ada):
    ImageFactory(owner=ada)
    response = client.get(reverse("gallery"), {"q": "x" * 10_000})
    assert response.status_code == 422


def test_menus_offer_what_made_my_pictures_with_numbers(client, ada):
    ImageFactory.create_batch(2, owner=ada, model="qwen/qwen-image", model_label="Qwen Image")
    ImageFactory(model="bfl/flux-2-pro", model_label="Flux 2 Pro")
    response = client.get(reverse("gallery-facet", args=["model"]), headers=FRAGMENT)
    choices = {choice.label: (choice.number, choice.url) for choice in response.context["facet"].choices}
    assert choices == {"Qwen Image": (2, f"{reverse('gallery')}?q=model%3Aqwen%2Fqwen-image")}


def test_numbers_are_of_what_fits_already(client, ada):
    first = ImageFactory(owner=ada, prompt="fog", width=600, height=900)
    ImageFactory(owner=ada, prompt="sun", width=600, height=900)
    tags.add([first], ["sea"], by=ada, team=None)
    numbers = {}
    for field in ("shape", "tag", "is", "rating", "color", "has", "board", "vendor"):
        facet = client.get(reverse("gallery-facet", args=[field]), {"q": "fog"}, headers=FRAGMENT).context["facet"]
        numbers |= {choice.value: choice.number for choice in facet.choices if choice.number}
    assert numbers == {"portrait": 1, "sea": 1, "generated": 1, "private": 1, "none": 1, "OpenAI": 1}


def test_a_chosen_value_is_let_go_by_its_own_link(client, ada):
    board = boards.create(name="Spring", by=ada)
    boards.add(board, [ImageFactory(owner=ada)], by=ada)
    facet = client.get(reverse("gallery-facet", args=["board"]), {"q": 'board:"Spring" fog'}).context["facet"]
    assert (facet.choices[0].chosen, facet.choices[0].url) == (True, f"{reverse('gallery')}?q=fog")


def test_people_are_offered_in_a_team(client, ada):
    team = MembershipFactory(user=ada).team
    ImageFactory(owner=ada, team=team, published_at=timezone.now())
    query = {"team": str(team.pk)}
    facet = client.get(reverse("gallery-facet", args=["person"]), query).context["facet"]
    assert [(choice.value, choice.number) for choice in facet.choices] == [("ada", 1)]


def test_no_such_menu_is_404(client, ada):
    assert client.get(reverse("gallery-facet", args=["nonsense"])).status_code == 404


def test_picked_only(client, ada):
    picked, other = ImageFactory(owner=ada), ImageFactory(owner=ada)
    picks.pick([picked], by=ada, team=None)
    assert found(client, "is:favourite") == [picked.pk]
    assert found(client, "-is:picked") == [other.pk]


def test_a_title_that_is_given_on_its_page_is_found(client, ada):
    image = ImageFactory(owner=ada)
    client.post(reverse("image-edit", args=[image.pk]), {"title": "Lighthouse"})
    assert found(client, "lighthouse has:title") == [image.pk]


@pytest.mark.parametrize(
    ("ages", "by"),
    [((0, 0), "day"), ((0, 1), "month"), ((0,) * 7 + (1,), "day"), ((0, 40), "year"), ((0,) * 7 + (400,), "day")],
)
def test_what_is_found_hangs_by_days_where_they_hold_enough(client, ada, ages, by):
    noon = timezone.make_aware(datetime(2026, 3, 15, 12))
    for age in ages:
        ImageFactory(owner=ada, model="bfl/flux-2-pro", created_at=noon - timedelta(days=age))
    days = client.get(reverse("gallery"), {"q": "model:flux"}).context["wall"].days
    assert {day.by for day in days} == {by}


def test_what_was_found_of_today_is_called_today(client, ada):
    ImageFactory(owner=ada, model="bfl/flux-2-pro")
    [day] = client.get(reverse("gallery"), {"q": "model:flux"}).context["wall"].days
    assert day.words == "Today"
