"""The gateway's check of words: before anything is reserved; found, clear, without an answer, without the money."""

import json
from decimal import Decimal

import pytest

from gallery.judging import rules
from gallery.models import Case
from studio import submission
from studio.composing.order import check
from studio.gateway import moderations
from studio.gateway.errors import GatewayError, NotSent, Unreadable
from studio.models import Budget, Credential, Generation, Hold, HoldState, InstanceSettings, LedgerEntry, State
from studio.moderation import reasons, screening
from studio.sandbox import moderations as sandbox
from tests.factories import MembershipFactory, UserFactory
from tests.studio.moderation.test_holding import rule, submit

pytestmark = pytest.mark.django_db


class Judge:
    def __init__(self, scores=None, error=None):
        self.scores, self.error, self.asked, self.keys = scores, error, [], []

    def moderate(self, model, texts, *, key):
        self.asked.append((model, texts))
        self.keys.append(key)
        if self.error:
            raise self.error
        return self.scores


@pytest.fixture
def judged(monkeypatch):
    """A run that was checked: by these scores, or by this error."""
    monkeypatch.setattr("studio.moderation.screening.connection.close", lambda: None)

    def judge(prompt="a harbour", mode="through", thresholds=None, **by):
        InstanceSettings.objects.update_or_create(
            pk=1, defaults={"screening": mode, "screening_thresholds": thresholds or {}}
        )
        run, judge = submit(prompt), Judge(**by)
        monkeypatch.setattr("studio.keys.gateway_for", lambda source: judge)
        before = (
            Generation.objects.get().state,
            LedgerEntry.objects.count(),
            reasons.explain(Generation.objects.get()).title,
        )
        assert before == (State.HELD, 0, "Being checked.")
        screening.screen(run.pk)
        screening.screen(run.pk)
        return run, Generation.objects.get(), judge

    return judge


def test_clear_words_are_reserved_and_queued_once(judged):
    run, row, judge = judged(scores={"violence": 0.1})
    assert (row.state, LedgerEntry.objects.count(), len(judge.asked)) == (State.QUEUED, 1, 1)
    assert judge.asked == [("omni-moderation-latest", [run.prompt])]


@pytest.mark.parametrize(
    ("thresholds", "held"), [({}, True), ({"violence": 0.95}, False), ({"": 0.95}, False), ({"violence": 0.5}, True)]
)
def test_a_score_at_its_categorys_threshold_holds(judged, thresholds, held):
    _, row, _ = judged(scores={"violence": 0.9}, thresholds=thresholds)
    assert (row.state == State.HELD, LedgerEntry.objects.count(), Case.objects.count()) == (held, not held, held)


def test_what_a_teams_key_pays_is_checked_with_that_key(monkeypatch):
    """And not let through because nobody's key was there to ask with."""
    monkeypatch.setattr("studio.moderation.screening.connection.close", lambda: None)
    member = MembershipFactory(role="editor")
    Credential.objects.create(kind="team", team=member.team, key="sk-of-the-team", last_four="team")
    InstanceSettings.objects.update_or_create(pk=1, defaults={"screening": "through"})
    judge = Judge(scores={"violence": 0.9})
    monkeypatch.setattr("studio.keys.gateway_for", lambda source: judge)
    order = check(prompt="a fight", models=[{"id": "openai/gpt-image-1-mini"}])
    run, _ = submission.submit(order, by=member.user, team=member.team)
    screening.screen(run.pk)
    assert (judge.keys, Generation.objects.get().state) == (["sk-of-the-team"], State.HELD)


def failed_twice():
    """A run whose two pictures failed at the vendor."""
    models = [{"id": "openai/gpt-image-1-mini"}, {"id": "openai/gpt-image-1.5"}]
    order = check(prompt="a harbour in blood", models=models)
    run, _ = submission.submit(order, by=UserFactory())
    Generation.objects.filter(run=run).update(state=State.FAILED, charged="no", due_at=None)
    return run, list(Generation.objects.filter(run=run).order_by("position"))


def retried(row):
    return submission.retry(Generation.objects.get(pk=row.pk), by=row.run.owner).pk


def test_two_retries_of_a_run_are_checked_together(monkeypatch):
    monkeypatch.setattr("studio.moderation.screening.connection.close", lambda: None)
    run, rows = failed_twice()
    InstanceSettings.objects.update_or_create(pk=1, defaults={"screening": "through"})
    again = [retried(row) for row in rows]
    assert Hold.objects.get(run=run).state == HoldState.CHECKING
    monkeypatch.setattr("studio.keys.gateway_for", lambda source: Judge(scores={"violence": 0.1}))
    screening.screen(run.pk)
    assert set(Generation.objects.filter(pk__in=again).values_list("state", flat=True)) == {State.QUEUED}


@pytest.mark.parametrize("held_first", [True, False])
def test_a_retry_that_is_held_and_one_that_is_checked_wait_for_one_look(held_first):
    """The rule came between the two; a check that passes lets neither go."""
    run, rows = failed_twice()
    InstanceSettings.objects.update_or_create(pk=1, defaults={"screening": "through"})
    if held_first:
        held = rule("blood")
        retried(rows[0])
        rules.remove(held, by=None)
        retried(rows[1])
    else:
        retried(rows[0])
        rule("blood")
        retried(rows[1])
    screening.screen(run.pk)
    assert Hold.objects.get(run=run).state == HoldState.WAITING
    waiting = Generation.objects.filter(run=run, state=State.HELD)
    assert [row.reason_code for row in waiting] == ["held_by_rule"] * 2


def test_what_was_found_is_said_to_both(judged):
    _, row, _ = judged(scores={"violence": 0.9})
    assert reasons.explain(row).detail == "The gateway’s check found violence. Nothing was sent or paid."
    assert [(one["label"], one["score"]) for one in Case.objects.get().triggers] == [("violence", 0.9)]


@pytest.mark.parametrize(("mode", "state"), [("through", State.QUEUED), ("hold", State.HELD)])
def test_no_answer_is_let_through_or_held_as_the_administrator_says(judged, mode, state):
    _, row, _ = judged(mode=mode, error=NotSent("away"))
    assert (row.state, Hold.objects.get().reason) == (state, "unchecked" if mode == "through" else "")


def test_a_budget_that_was_spent_meanwhile_ends_it_free(judged, monkeypatch):
    Budget.objects.create(kind="instance", subject="", sandbox=True, limit=Decimal(0))
    _, row, _ = judged(scores={"violence": 0.1})
    assert (row.state, row.reason_code, row.charged, Hold.objects.get().state) == (
        State.FAILED, "over_budget", "no", HoldState.WITHDRAWN,
    )  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[]",
        b'{"results": []}',
        b'{"results": [{"category_scores": {"violence": 7}}]}',
        b"<html>",
        b'{"results": [1]}',
    ],
)
def test_an_answer_without_scores_is_none(content):
    with pytest.raises((Unreadable, GatewayError)):
        moderations.scores_in(200, content, texts=1, request_id="", retry_after=None)


def test_the_sandbox_judges_by_words_in_the_gateways_shape():
    judged = [sandbox.judged(text) for text in ("a harbour", "a massacre")]
    scores = moderations.scores_in(
        200, json.dumps({"results": judged}).encode(), texts=2, request_id="", retry_after=None
    )
    assert (scores["violence"], scores["hate"]) == (sandbox.LOUD, sandbox.QUIET)
