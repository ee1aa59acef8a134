"""Whatever a vendor answers can be stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.gateway import Picture, Pictures, Receipt
from studio.gateway.errors import Unreadable
from studio.lifecycle import fitting
from studio.lifecycle.changes import move
from studio.lifecycle.collecting import take_answer
from studio.models import Generation, State
from tests.studio.test_lifecycle import fresh, sending

ODD = Pictures(
    items=(Picture(url="https://a/\x00b", revised_prompt="half a smile \ud83d", seed=2**70),),
    request_id="r" * 900,
    usage={"tokens": float("nan"), "deep": {"n": 1, "words": "\ud83d\x00"}, "list": [1]},
)


@pytest.mark.django_db
def test_an_odd_answer_is_stored_all_the_same():
    generation = sending()
    assert take_answer(generation, fitting.pictures(ODD), of=(State.SENDING,))
    stored = fresh(generation)
    assert (len(stored.request_id), stored.links[0]["seed"]) == (200, None)
    assert stored.usage == {"deep": {"n": 1, "words": "?"}}


@pytest.mark.parametrize("task_id", ["t" * 301, "a\x00b", "\ud83d"])
def test_a_task_id_that_cannot_be_kept_whole_is_none(task_id):
    with pytest.raises(Unreadable):
        fitting.receipt(Receipt(task_id))


@pytest.mark.django_db
def test_an_odd_complaint_is_stored_all_the_same():
    generation = sending()
    assert move(generation, State.FAILED, of=(State.SENDING,), reason_detail=fitting.text("no \ud83d\x00" * 4000))
    assert len(Generation.objects.get(pk=generation.pk).reason_detail) == fitting.WORDS_MAX


@given(st.text(st.characters(codec=None), max_size=50))
def test_any_text_can_be_encoded(words):
    assert "\x00" not in fitting.text(words).encode().decode()
