"""Prompt rules before spending: noted, held with nothing reserved or sent, refused; released, refused, taken back."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from gallery.judging import hits, rules
from gallery.models import Case, RuleHit
from gallery.models.case import Outcome
from studio import submission
from studio.catalogue import Invalid
from studio.lifecycle import NotPossible, cancel
from studio.models import Budget, Generation, Hold, HoldState, LedgerEntry, Run, State
from studio.moderation import holding, reasons
from studio.money.budgets import OverBudget
from studio.prompts import batches, helping
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

MINI = "openai/gpt-image-1-mini"
IDEOGRAM = "ideogram/V3"


def rule(*terms, action="hold", team=None, **more):
    columns = {"category": "Violence", "kind": "word", "terms": list(terms), "action": action, **more}
    return rules.create(team=team, by=UserFactory(), columns=columns).rule


def submit(prompt, by=None, model=MINI, team=None, **options):
    order = submission.check(prompt=prompt, models=[{"id": model, "options": options}])
    return submission.submit(order, by=by or UserFactory(), team=team)[0]


def states(run):
    return [row.state for row in Generation.objects.filter(run=run)]


def test_a_held_run_is_written_and_neither_reserved_nor_sent(django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr("studio.dispatch.publish", lambda task, ids: sent.append(task))
    held = rule("blood")
    with django_capture_on_commit_callbacks(execute=True):
        run = submit("Blood on slate")
    row = run.generations.get()
    told = reasons.explain(row)
    assert (row.state, row.due_at, LedgerEntry.objects.count(), sent) == (State.HELD, None, 0, [])
    assert (told.title, told.detail) == (
        "Waiting for a look.",
        f"Rule {held.number} matched “Blood”. Nothing was sent or paid.",
    )
    case = Case.objects.get()
    assert (case.subject_id, case.rule, case.triggers[0]["spans"]) == (run.pk, held.pk, [[0, 5]])


def test_each_rule_that_holds_it_is_named():
    first, second, _noted = rule("blood"), rule("riot"), rule("ice", action="note")
    row = submit("Blood and riot on ice").generations.get()
    assert reasons.explain(row).detail == (
        f"Rules {first.number} “Blood”, {second.number} “riot” matched. Nothing was sent or paid."
    )
    with override("pt-br"):
        assert reasons.explain(row).detail == (
            f"As regras {first.number} “Blood”, {second.number} “riot” encontraram algo. Nada foi enviado ou pago."
        )


def test_a_noted_one_runs_and_is_counted():
    noted = rule("blood", action="note")
    run = submit("blood")
    assert (states(run), hits.records()[noted.pk].fired) == ([State.QUEUED], 1)


def test_a_refused_one_leaves_nothing_but_a_count():
    refusing = rule("blood", action="refuse")
    with pytest.raises(Invalid) as refused:
        submit("blood")
    hit = RuleHit.objects.get()
    assert (Run.objects.count(), hit.version.rule, hit.user, hit.word, hit.subject) == (0, refusing, None, "", None)
    assert f"Rule {refusing.number} (Violence)" in refused.value.errors["prompt"][0]


def test_free_text_of_an_option_is_judged_too():
    rule("blood", action="refuse")
    with pytest.raises(Invalid) as refused:
        submit("a harbour", model=IDEOGRAM, negative_prompt="no blood")
    assert list(refused.value.errors) == ["models.0.options.negative_prompt"]


def test_a_rule_is_known_at_once_and_its_old_versions_stay():
    made = rule("blood")
    assert states(submit("gore")) == [State.QUEUED]
    columns = {"category": "Violence", "kind": "word", "terms": ["gore"], "action": "hold"}
    rules.change(made, seen=1, by=UserFactory(), columns=columns)
    assert (states(submit("gore")), states(submit("blood"))) == ([State.HELD], [State.QUEUED])
    rules.remove(made, by=UserFactory())
    assert states(submit("gore")) == [State.QUEUED]
    assert [version.terms for version in made.versions.order_by("version")] == [["blood"], ["gore"], ["gore"]]


def test_a_version_that_was_changed_meanwhile_is_not_written_over():
    made = rule("blood")
    columns = {"category": "Violence", "terms": ["gore"]}
    rules.change(made, seen=1, by=UserFactory(), columns=columns)
    with pytest.raises(rules.ChangedMeanwhile):
        rules.change(made, seen=1, by=UserFactory(), columns=columns)


def test_a_teams_rule_holds_what_goes_there():
    team = TeamFactory()
    rule("logo", team=team)
    assert (states(submit("a logo")), states(submit("a logo", team=team))) == ([State.QUEUED], [State.HELD])


def test_a_release_reserves_and_queues_once():
    held = rule("blood")
    run, moderator = submit("blood"), UserFactory(is_moderator=True)
    assert (holding.release(run, by=moderator), holding.release(run, by=moderator)) == (True, False)
    row = run.generations.get()
    assert (row.state, row.reason_code, bool(row.due_at)) == (State.QUEUED, "", True)
    assert LedgerEntry.objects.get().amount == run.quote
    assert hits.records()[held.pk].percent == 100


def test_what_was_let_through_once_is_not_held_again_until_the_rule_changes():
    made = rule("blood")
    run = submit("blood")
    holding.release(run, by=UserFactory())
    again, _ = submission.run_again(run, by=run.owner)
    assert states(again) == [State.QUEUED]
    assert states(submit("blood")) == [State.HELD]
    columns = {"category": "Violence", "terms": ["blood"]}
    rules.change(made, seen=1, by=UserFactory(), columns=columns)
    assert states(submission.run_again(run, by=run.owner)[0]) == [State.HELD]


def test_a_budget_that_does_not_reach_leaves_it_held_and_says_so():
    rule("blood")
    run = submit("blood")
    Budget.objects.create(kind="person", subject=str(run.owner_id), sandbox=True, limit=Decimal(0))
    with pytest.raises(OverBudget) as refused:
        holding.release(run, by=UserFactory())
    hold = Hold.objects.get()
    assert (states(run), hold.state, hold.note) == ([State.HELD], HoldState.WAITING, str(refused.value))
    assert LedgerEntry.objects.count() == 0


def test_a_refusal_ends_it_with_the_reason_and_a_reversal_lets_its_owner_send_it():
    rule("blood")
    run = submit("blood")
    assert holding.refuse(run, by=UserFactory(), reason="Too graphic")
    row = run.generations.get()
    assert (row.state, row.charged, reasons.explain(row).detail) == (State.REFUSED, "no", "Too graphic")
    assert not holding.refuse(run, by=UserFactory(), reason="again")
    assert holding.release(run, by=UserFactory())
    assert reasons.explain(run.generations.get()).title == "Let through after all."
    assert submission.retry(run.generations.get(), by=run.owner).state == State.QUEUED


def test_taking_it_back_is_free_and_leaves_nothing_to_judge():
    rule("blood")
    run = submit("blood")
    assert cancel(run.generations.get(), by=run.owner)
    assert (states(run), Hold.objects.get().state) == ([State.CANCELLED], HoldState.WITHDRAWN)
    assert Case.objects.get().outcome == Outcome.WITHDRAWN
    assert not holding.release(run, by=UserFactory())


def test_asking_for_a_look_gives_the_persons_words_to_whoever_looks():
    rule("blood")
    run = submit("blood")
    holding.ask_for_look(run, by=run.owner, words="A juice label")
    assert (Hold.objects.get().words, Case.objects.get().words) == ("A juice label", "A juice label")
    holding.release(run, by=UserFactory())
    with pytest.raises(NotPossible):
        holding.ask_for_look(run, by=run.owner)


def test_a_question_to_a_chat_model_is_not_asked_with_such_words():
    rule("blood")
    with pytest.raises(Invalid):
        helping.ask(by=UserFactory(), prompt="blood on slate")


def test_a_refused_row_of_a_batch_stops_no_other():
    rule("blood", action="refuse")
    rule("gore")
    request = {"models": [{"id": MINI, "options": {}}], "aspect": "1:1", "count": 1}
    batch, _ = batches.of_alternatives(["blood", "gore", "slate"], request, by=UserFactory(), source="{}")
    batches.start(batch)
    assert [row.state for row in batch.rows.all()] == ["failed", "sent", "sent"]
    assert [states(run) for run in batch.runs.order_by("created_at")] == [[State.HELD], [State.QUEUED]]
    assert RuleHit.objects.filter(action="refuse").count() == 1
