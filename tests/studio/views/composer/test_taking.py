"""What the composer takes over from a picture of the gallery."""

import pytest
from django.http import QueryDict

from gallery.access import Role
from gallery.models import Image
from studio.views.composer.taking import take_over
from tests.factories import ImageFactory, MembershipFactory, UserFactory

ASKED = {"aspect": "3:4", "options": {"quality": "high", "seed": 7}, "references": ["a", "b"]}


@pytest.fixture
def image() -> Image:
    return Image(prompt="a harbour", model="openai/gpt-image-1-mini", seed=7, asked=ASKED)


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("all", {"prompt", "model", "aspect", "o-quality", "o-seed", "reference"}),
        ("prompt", {"prompt"}),
        ("seed", {"o-seed"}),
        ("size", {"aspect"}),
        ("references", {"reference"}),
        ("remix", {"prompt", "model", "aspect", "o-quality", "reference", "remix_of"}),
        ("nonsense", set()),
    ],
)
def test_each_part_takes_what_it_says(image, part, names):
    asked = QueryDict(mutable=True)
    take_over(asked, image, part)
    assert set(asked) == names


@pytest.mark.django_db
def test_studio_opens_with_the_recipe_of_a_visible_picture(client):
    ada = UserFactory()
    client.force_login(ada)
    image = ImageFactory(owner=ada, prompt="a harbour of glass", model="openai/gpt-image-1-mini")
    html = client.get("/", {"from": str(image.pk), "take": "all"}).content.decode()
    assert "a harbour of glass" in html


@pytest.mark.django_db
def test_nothing_is_taken_from_a_strangers_picture(client):
    client.force_login(UserFactory())
    image = ImageFactory(prompt="a secret harbour")
    html = client.get("/", {"from": str(image.pk)}).content.decode()
    assert "a secret harbour" not in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "filled"),
    [
        ({"take": "prompt"}, {"prompt"}),
        ({"take": "remix"}, {"prompt", "model", "aspect", "o-quality", "reference", "remix_of"}),
        ({}, {"prompt", "model", "aspect", "o-quality", "o-seed", "reference"}),
    ],
)
def test_the_page_says_which_fields_it_filled_so_that_the_others_stay(client, query, filled):
    ada = UserFactory()
    client.force_login(ada)
    image = ImageFactory(owner=ada, model="openai/gpt-image-1-mini", seed=7, asked=ASKED)
    response = client.get("/", {"from": str(image.pk), **query})
    assert set(response.context["filled"]) == filled


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "told"), [({}, False), ({"prompt": "a harbour"}, True)])
def test_a_place_alone_is_no_recipe(client, query, told):
    ada = UserFactory()
    client.force_login(ada)
    team = MembershipFactory(user=ada, role=Role.EDITOR).team
    html = client.get("/", {"team": str(team.pk), **query}).content.decode()
    assert f'data-prefilled="{" ".join(["team", *query])}"' in html
    assert ("Recipe filled in." in html) is told


@pytest.mark.django_db
def test_a_page_that_nothing_was_asked_of_fills_nothing(client):
    client.force_login(UserFactory())
    assert "data-prefilled" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_remix_names_its_picture_until_it_is_taken_out(client):
    ada = UserFactory()
    client.force_login(ada)
    image = ImageFactory(owner=ada, model="openai/gpt-image-1-mini")
    field = f'name="remix_of" value="{image.pk}"'
    assert field in client.get("/", {"remix": str(image.pk)}).content.decode()
    assert field not in client.get("/", {"from": str(image.pk)}).content.decode()
    left = client.post("/", {"remix_of": str(image.pk), "reset": "remix_of", "model": image.model, "prompt": "x"})
    assert field not in left.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("take", ["all", "remix", "references"])
def test_a_recipe_comes_with_its_mask_where_that_is_ones_own(client, take):
    ada = UserFactory()
    client.force_login(ada)
    mine, theirs = ImageFactory(owner=ada, kind="mask"), ImageFactory(kind="mask")
    source = ImageFactory(owner=ada, kind="upload")
    for mask, kept in ((mine, str(mine.pk)), (theirs, "")):
        asked = {"options": {}, "references": [str(source.pk)], "mask": str(mask.pk)}
        image = ImageFactory(owner=ada, model="openai/gpt-image-1", asked=asked)
        form = client.get("/", {"from": str(image.pk), "take": take}).context["form"]
        assert form.data.get("mask", "") == kept
        assert [str(one.pk) for one in form.images] == [str(source.pk)]
