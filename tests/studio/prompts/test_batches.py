"""Batches in pieces: stop, go on, and each row once however often somebody looks after it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from gallery.access import Role
from gallery.models import Project, Team, User
from studio import submission
from studio.catalogue import Invalid
from studio.composing.places import Place
from studio.models import Batch, BatchState, EarlierPrompt, Generation, RowState, Run, State
from studio.prompts import batches, tabulating
from studio.prompts.batches import PIECE
from studio.prompts.preflight import Defaults, figures_of
from tests.factories import MembershipFactory

MINI = "openai/gpt-image-1-mini"

pytestmark = pytest.mark.django_db


def drafted(mira, text, **place):
    table = tabulating.read(text)
    return batches.draft(table, Defaults(MINI, "1:1", "1"), by=mira, source=text, title="", **place)[0]


def states(batch):
    return list(batch.rows.values_list("state", flat=True))


def test_a_table_is_priced_and_judged_before_anything_is_sent(mira):
    batch = drafted(
        mira, "prompt,model,aspect,count,quality,seed\na vase,,,2,high,\na jug,nothing,,1,,\n,Flux 2 Pro,7:7,x,,-5\n"
    )
    good, unknown, wrong = batch.rows.all()
    assert (good.state, good.quote, good.pictures) == (RowState.WAITING, Decimal("0.0720"), 2)
    assert list(unknown.errors) == ["model"]
    assert {"prompt", "count", "seed"} <= set(wrong.errors)
    assert wrong.request["models"][0]["id"] == "Flux 2 Pro"
    figures = figures_of(list(batch.rows.all()))
    assert (figures.good, figures.wrong, figures.pictures, figures.total) == (1, 2, 2, Decimal("0.072"))
    assert not Run.objects.exists()
    assert (batch.title, batch.state) == ("a vase", BatchState.DRAFT)


def test_a_model_may_be_named_as_it_is_labelled(mira):
    batch = drafted(mira, "prompt,model\na,gpt image 1 MINI\nb,gpt-image-1-mini")
    assert {row.request["models"][0]["id"] for row in batch.rows.all()} == {MINI}


def test_rows_go_in_pieces_and_wrong_ones_stay(mira):
    text = "prompt,seed\n" + "\n".join(f"vase {n}," for n in range(PIECE + 2)) + "\nbad,7\n"
    batch = drafted(mira, text)
    batches.start(batch)
    assert (states(batch).count("sent"), batch.state) == (PIECE, BatchState.GOING)
    batches.tend()
    batch.refresh_from_db()
    assert (states(batch).count("sent"), states(batch).count("wrong")) == (PIECE + 2, 1)
    assert batch.state == BatchState.DONE
    assert Run.objects.filter(batch=batch).count() == PIECE + 2


def test_only_so_many_are_under_way_at_once(mira, monkeypatch):
    monkeypatch.setattr(batches, "IN_FLIGHT", 3)
    batch = drafted(mira, "\n".join(f"vase {n}" for n in range(5)))
    batches.start(batch)
    batches.tend()
    assert states(batch).count("sent") == 3
    Generation.objects.update(state=State.CANCELLED)
    batches.tend()
    assert states(batch).count("sent") == 5


def test_a_stop_leaves_the_rest_and_going_on_sends_it(mira):
    batch = drafted(mira, "\n".join(f"vase {n}" for n in range(PIECE + 5)))
    batches.start(batch)
    batches.stop(batch)
    batches.tend()
    assert (states(batch).count("waiting"), batch.state) == (5, BatchState.STOPPED)
    batches.start(batch)
    assert (states(batch).count("sent"), batch.state) == (PIECE + 5, BatchState.DONE)


def test_a_row_that_was_sent_and_not_noted_is_never_sent_twice(mira):
    batch = drafted(mira, "one\ntwo")
    batches.start(batch)
    batch.rows.update(state=RowState.WAITING, run=None)
    Batch.objects.update(state=BatchState.GOING)
    batches.tend()
    assert Run.objects.count() == 2
    assert states(batch) == ["sent", "sent"]


def test_what_concerns_every_row_stops_the_batch_and_says_why(mira, settings):
    batch = drafted(mira, "one\ntwo")
    settings.SANDBOX_URL = ""
    batches.start(batch)
    assert (batch.state, batch.note) == (BatchState.STOPPED, submission.NO_KEY)
    assert states(batch) == ["waiting", "waiting"]


def test_a_lost_team_stops_it(mira):
    membership = MembershipFactory(user=mira, role=Role.EDITOR)
    batch = drafted(mira, "one\ntwo", place=Place(membership.team))
    membership.delete()
    batches.start(batch)
    assert (batch.state, batch.note) == (BatchState.STOPPED, batches.TEAM_LOST)
    assert Team.objects.exists()


def test_what_concerns_one_row_fails_it_alone(mira):
    batch = drafted(mira, "one\ntwo")
    first = batch.rows.first()
    first.request["models"][0]["id"] = "openai/no-more"
    first.save()
    batches.start(batch)
    assert states(batch) == ["failed", "sent"]
    assert list(batch.rows.first().errors) == ["model"]
    assert batch.state == BatchState.DONE


def alternatives(mira, prompts, key="press-1"):
    request = {"models": [{"id": MINI, "options": {}}], "aspect": "1:1", "count": 1}
    return batches.of_alternatives(prompts, request, by=mira, source="a {red|blue} vase", idempotency_key=key)


def test_alternatives_become_a_batch_once_per_press(mira):
    batch, new = alternatives(mira, ["a red vase", "a blue vase"])
    again, second = alternatives(mira, ["a red vase", "a blue vase"])
    assert (batch, new, second) == (again, True, False)
    batches.start(batch)
    assert set(Run.objects.values_list("prompt", flat=True)) == {"a red vase", "a blue vase"}
    assert list(EarlierPrompt.objects.values_list("text", flat=True)) == ["a {red|blue} vase"]


def test_one_bad_alternative_makes_none(mira):
    with pytest.raises(Invalid, match="Prompt 2 of 2"):
        alternatives(mira, ["fine", "x" * 40_000])
    assert not Batch.objects.exists()


def test_a_suspended_persons_batch_sends_nothing_more(mira):
    batch = drafted(mira, "one\ntwo")
    Batch.objects.update(state=BatchState.GOING)
    User.objects.update(is_active=False)
    batches.tend()
    assert (states(batch), Run.objects.count()) == (["waiting", "waiting"], 0)


def test_what_began_in_the_demo_is_not_charged_later(mira, settings, monkeypatch):
    monkeypatch.setattr(batches, "IN_FLIGHT", 1)
    batch = drafted(mira, "one\ntwo")
    batches.start(batch)
    Generation.objects.update(state=State.SUCCEEDED)
    settings.AIHUBMIX_API_KEY = "sk-instance"
    batches.tend()
    batch.refresh_from_db()
    assert (batch.state, batch.note) == (BatchState.STOPPED, batches.NOW_CHARGED)
    assert Run.objects.count() == 1


def test_an_archived_projects_batch_stops(mira):
    membership = MembershipFactory(user=mira, role=Role.EDITOR)
    project = Project.objects.create(team=membership.team, name="Oro", archived_at=timezone.now())
    batch = drafted(mira, "one", place=Place(membership.team, project))
    batches.start(batch)
    assert (batch.note, Run.objects.count()) == (batches.PROJECT_CLOSED, 0)
