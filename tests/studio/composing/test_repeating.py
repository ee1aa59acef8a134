"""Whether a recipe can be made again, and what is said where it cannot."""

from decimal import Decimal

import pytest

from gallery.models import Image
from studio.composing.repeating import repeat_of
from studio.models import Retirement

pytestmark = pytest.mark.django_db


def made(**fields):
    return Image(**{"prompt": "a harbour", "model": "openai/gpt-image-1-mini", "model_label": "GPT", **fields})


def test_a_model_without_a_seed_can_be_asked_again_but_looks_different():
    again = repeat_of(made(asked={"aspect": "1:1"}), [], 0)
    assert again.obstacles == ()
    assert "takes no seed" in again.caveats[0]
    assert again.price is not None
    assert not again.takes_seed


def test_a_known_seed_repeats_exactly():
    again = repeat_of(made(model="bfl/flux-2-pro", seed=7, asked={"aspect": "1:1"}), [], 0)
    assert (again.obstacles, again.caveats) == ((), ())
    assert again.takes_seed


def test_a_seed_that_the_vendor_did_not_tell_is_said():
    again = repeat_of(made(model="bfl/flux-2-pro"), [], 0)
    assert "told no seed" in again.caveats[0]


def test_a_retired_model_is_named_with_its_day():
    Retirement.objects.create(model="bfl/flux-2-pro", why="gone")
    again = repeat_of(made(model="bfl/flux-2-pro", seed=7), [], 0)
    assert "is retired since" in again.obstacles[0]
    assert again.price is None


def test_a_model_that_left_the_catalogue_is_named():
    assert repeat_of(made(model="nobody/nothing", model_label="Old One"), [], 0).obstacles == (
        "Old One is offered here no more.",
    )


def test_a_reference_that_is_gone_stands_in_the_way():
    assert "1 reference is gone" in repeat_of(made(), [], 1).obstacles[0]


def test_settings_that_are_taken_no_more_are_told():
    again = repeat_of(made(asked={"options": {"quality": "splendid"}}), [], 0)
    assert again.obstacles[0].startswith("Its settings are taken no more:")
    assert again.price is None


def test_the_price_is_todays_for_these_settings():
    low, high = (repeat_of(made(asked={"aspect": "1:1", "options": {"quality": q}}), [], 0) for q in ("low", "high"))
    assert Decimal(0) < low.price < high.price
