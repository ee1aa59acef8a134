"""What a tile shows in each state, in its shape from the first moment."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from studio.models import Charged, Output, Run, State
from studio.views.feed.wall import hang
from tests.factories import GenerationFactory, ImageFactory, RunFactory

pytestmark = pytest.mark.django_db

CLAIMED = {"claim_token": uuid.UUID(int=1)}


def on_the_wall(run):
    return hang(Run.objects.filter(pk=run.pk).with_generations())[0]


def tile_of(state, *, aspect="3:4", **columns):
    run = RunFactory(aspect=aspect, quote=Decimal("0.05"))
    GenerationFactory(run=run, state=state, aspect=aspect, quote=Decimal("0.05"), **columns)
    return on_the_wall(run).tiles[0]


def picture_tile(width, height, *, aspect="3:4", **columns):
    run = RunFactory(aspect=aspect)
    row = GenerationFactory(run=run, state=State.SUCCEEDED, aspect=aspect)
    image = ImageFactory(owner=run.owner, width=width, height=height, cost=Decimal("0.0481"), **columns)
    Output.objects.create(generation=row, position=0, image=image)
    return on_the_wall(run).tiles[0]


@pytest.mark.parametrize(
    ("state", "columns", "word"),
    [
        (State.QUEUED, {}, "Queued"),
        (State.QUEUED, {"reason_code": "vendor_busy"}, "Trying again"),
        (State.SENDING, CLAIMED, "Sent"),
        (State.WAITING, {"remote_id": "task-1"}, "Sent"),
        (State.COLLECTING, {}, "Saving"),
    ],
)
def test_the_words_of_the_stages(state, columns, word):
    assert tile_of(state, **columns).word == word


def test_the_place_in_the_queue_is_told():
    GenerationFactory(state=State.QUEUED)
    GenerationFactory(state=State.QUEUED)
    assert tile_of(State.QUEUED).word == "Queued 3rd"


@pytest.mark.parametrize("state", [State.QUEUED, State.COLLECTING, State.FAILED, State.REFUSED, State.UNKNOWN])
def test_the_shape_is_the_asked_one_in_every_state(state):
    tile = tile_of(state)
    assert (tile.width, tile.height) == (3, 4)


def test_a_picture_keeps_the_asked_shape_and_says_what_differs():
    tile = picture_tile(1024, 1536)
    assert (tile.width, tile.height, tile.differs) == (3, 4, "2:3, not 3:4")


def test_a_few_pixels_are_no_difference():
    assert picture_tile(1408, 768, aspect="16:9").differs == ""


def test_a_shape_without_a_name_is_told_in_pixels():
    assert picture_tile(1000, 100).differs == "1000 × 100, not 3:4"


def test_a_shape_left_to_the_model_is_its_own():
    tile = picture_tile(1024, 768, aspect="auto")
    assert (tile.width, tile.height, tile.differs) == (1024, 768, "")


def test_a_price_is_never_rounded_down():
    assert picture_tile(768, 1024).money == "$0.049"


def test_a_trashed_picture_leaves_its_place():
    tile = picture_tile(768, 1024, trashed_at=timezone.now())
    assert (tile.kind, tile.note) == ("blank", "In the trash")


@pytest.mark.parametrize(
    ("moderation", "title", "label"),
    [
        ("hidden", "Waiting for a look.", "Why it waits"),
        ("removed", "Removed by a moderator.", "Why, and appeal"),
    ],
)
def test_a_picture_out_of_sight_says_whether_it_waits_and_leads_to_why(moderation, title, label):
    tile = picture_tile(768, 1024, moderation=moderation)
    assert (tile.kind, tile.title, tile.money) == ("ended", title, "$0.049")
    assert [act.label for act in tile.actions] == [label]
    assert tile.actions[0].url == f"/cases/about/{Output.objects.get().image_id}/"


@pytest.mark.parametrize(
    ("state", "columns", "names"),
    [
        (State.REFUSED, {"reason_code": "prompt_refused"}, ["retry", "reword"]),
        (State.FAILED, {"reason_code": "vendor_failed"}, ["retry"]),
        (State.UNKNOWN, {"charged": Charged.MAYBE}, ["resend", "close-charged", "close-free"]),
        (State.UNKNOWN, {"remote_id": "task-1"}, ["check", "resend", "close-charged", "close-free"]),
        (State.CANCELLED, {"reason_code": "cancelled"}, ["retry"]),
    ],
)
def test_the_ways_on_from_an_end(state, columns, names):
    assert [act.name for act in tile_of(state, **columns).actions] == names


def test_an_unclear_end_names_the_price_of_sending_again():
    tile = tile_of(State.UNKNOWN, charged=Charged.MAYBE, reason_code="no_answer")
    assert tile.actions[0].label == "Send again ($0.050)"
    assert tile.money == "May have been charged"


def test_slower_than_usual_is_told_after_twice_the_time(monkeypatch):
    monkeypatch.setattr("studio.timings.usual_seconds", lambda model, sandbox: 20)
    slow = tile_of(State.SENDING, sent_at=timezone.now() - timedelta(seconds=200), **CLAIMED)
    assert slow.slow
    assert not tile_of(State.SENDING, sent_at=timezone.now(), **CLAIMED).slow


def test_what_was_not_delivered_is_explained_once():
    run = RunFactory(aspect="1:1")
    row = GenerationFactory(run=run, state=State.SUCCEEDED, n=4, missing=3)
    Output.objects.create(generation=row, position=0, image=ImageFactory(owner=run.owner))
    assert [tile.kind for tile in on_the_wall(run).tiles] == ["picture", "ended", "blank", "blank"]


def test_an_item_that_could_not_be_kept_says_why():
    run = RunFactory(aspect="1:1")
    row = GenerationFactory(run=run, state=State.SUCCEEDED)
    Output.objects.create(generation=row, position=0, error_code="not_a_picture")
    assert on_the_wall(run).tiles[0].title == "What came was no picture."


def test_a_generation_that_was_tried_again_stands_aside():
    run = RunFactory()
    old = GenerationFactory(run=run, state=State.FAILED)
    GenerationFactory(run=run, state=State.QUEUED, retry_of=old)
    assert [tile.kind for tile in on_the_wall(run).tiles] == ["waiting"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"state": State.QUEUED}, "$0.050 reserved"),
        ({"state": State.SUCCEEDED, "charged": Charged.YES, "cost": Decimal("0.05")}, "$0.050"),
        ({"state": State.SUCCEEDED, "charged": Charged.YES, "cost": Decimal("0.04")}, "$0.040 of $0.050 quoted"),
        ({"state": State.REFUSED, "charged": Charged.NO, "cost": Decimal(0)}, "Not charged"),
        ({"state": State.UNKNOWN, "charged": Charged.MAYBE}, "Not charged, $0.050 unclear"),
        ({"state": State.SUCCEEDED, "charged": Charged.YES, "cost": None}, "price unknown"),
    ],
)
def test_the_money_of_a_run(columns, words):
    run = RunFactory(quote=Decimal("0.05"))
    GenerationFactory(run=run, quote=Decimal("0.05"), **columns)
    assert on_the_wall(run).money == words
