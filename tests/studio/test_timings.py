"""How long a model usually takes."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from studio import timings
from studio.models import State
from tests.factories import GenerationFactory, RunFactory

pytestmark = pytest.mark.django_db

MODEL = "openai/gpt-image-1-mini"


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


def took(*seconds, sandbox=True):
    run, now = RunFactory(sandbox=sandbox), timezone.now()
    for each in seconds:
        GenerationFactory(
            run=run, state=State.SUCCEEDED, sent_at=now - timedelta(seconds=each), finished_at=now, model=MODEL
        )


def test_it_is_the_median_of_what_was_made_here():
    took(3, 4, 5, 6, 90)
    assert timings.usual_seconds(MODEL, sandbox=True) == 5


def test_before_that_it_is_the_catalogues_estimate():
    assert timings.usual_seconds(MODEL, sandbox=False) > 5


def test_the_sandbox_has_no_estimate():
    took(3, 3, 3, 3, 3, sandbox=False)
    assert timings.usual_seconds(MODEL, sandbox=True) == 0
