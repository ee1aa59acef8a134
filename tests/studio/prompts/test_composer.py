"""Alternatives in the composer: counted before, one run each in one batch after; literal everywhere else."""

import pytest

from studio.models import Batch, EarlierPrompt, InstanceSettings, Run, SavedPrompt
from tests.studio.views.composed import FLUX, HTMX, MINI, composed, events

pytestmark = pytest.mark.django_db
WORDS = "a {red|blue} vase on {sand|slate|wood}"


def test_the_price_is_of_all_of_them(designer):
    one = designer.post("/compose/price/", composed(prompt="a vase")).context["quote"]
    answer = designer.post("/compose/price/", composed(prompt=WORDS, count="2"), headers=HTMX)
    assert answer.context["quote"] == one * 12
    assert "6 prompts × 2 each = 12 pictures" in " ".join(answer.content.decode().split())


def test_several_models_multiply(designer):
    answer = designer.post("/compose/price/", composed(prompt=WORDS, model=[MINI, FLUX]), headers=HTMX)
    assert "6 prompts × 2 models = 12 pictures" in " ".join(answer.content.decode().split())


def test_a_press_makes_a_run_of_each_in_one_batch(designer):
    answer = designer.post("/runs/", composed(prompt=WORDS), headers=HTMX)
    batch = Batch.objects.get()
    assert events(answer)["run-changed"]["said"] == "6 pictures started"
    assert {run.prompt for run in batch.runs.all()} >= {"a red vase on sand", "a blue vase on wood"}
    assert batch.runs.count() == 6
    assert [row.text for row in EarlierPrompt.objects.all()] == [WORDS]
    designer.post("/runs/", composed(prompt=WORDS), headers=HTMX)
    assert Batch.objects.count() == 1


def test_the_feed_hangs_them_under_one_head(designer):
    designer.post("/runs/", composed(prompt="{a|b} vase"))
    designer.post("/runs/", composed(prompt="a jug", key="press-2"))
    page = designer.get("/").content.decode()
    assert page.count('class="batch"') == 1
    assert "2 of 2 sent" in page


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("{a|b|c|d}" * 30, "over a billion prompts; a press makes up to 1\u202f000"),
        ("{a|b}" * 11, "2\u202f048 prompts"),
        ("a {red|blue vase", "is not closed"),
        ("in {@nothing like it}", "no saved list named"),
    ],
)
def test_what_explodes_or_is_unclear_is_told_and_nothing_is_made(designer, prompt, words):
    answer = designer.post("/runs/", composed(prompt=prompt), headers=HTMX)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not Run.objects.exists()
    assert not Batch.objects.exists()


def test_a_list_of_the_team_or_mine_stands_for_its_lines(designer, mira):
    SavedPrompt.objects.create(owner=mira, kind="list", title="Colours", text="ochre\n\nred\n")
    designer.post("/runs/", composed(prompt="a {@colours} vase"))
    assert set(Run.objects.values_list("prompt", flat=True)) == {"a ochre vase", "a red vase"}


def test_one_prompt_is_one_run_without_a_batch(designer):
    designer.post("/runs/", composed(prompt=r"a \{red|blue\} vase"))
    run = Run.objects.get()
    assert (run.prompt, run.batch) == ("a {red|blue} vase", None)
    again = designer.get(f"/?run={run.pk}").context["form"]
    assert (again.data["prompt"], again.prompts) == (r"a \{red\|blue\} vase", 1)


def test_a_dear_batch_asks_once_with_the_whole_price(designer):
    InstanceSettings(ask_above="0.04").save()
    asked = designer.post("/runs/", composed(prompt=WORDS), headers=HTMX)
    assert "Run 6 pictures for" in asked.content.decode()
    assert not Run.objects.exists()
    designer.post("/runs/", composed(prompt=WORDS, confirmed=str(asked.context["outlook"].counted)), headers=HTMX)
    assert Run.objects.count() == 6


def test_a_batch_that_cannot_begin_leaves_nothing(designer, settings):
    settings.SANDBOX_URL = ""
    answer = designer.post("/runs/", composed(prompt=WORDS), headers=HTMX)
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def interrupted(batch_id):
    raise InterruptedError


def test_a_second_press_at_the_same_moment_takes_nothing_away(designer, monkeypatch):
    """The first has made its batch and sent nothing yet."""
    with monkeypatch.context() as first:
        first.setattr("studio.prompts.batches.go_on", interrupted)
        with pytest.raises(InterruptedError):
            designer.post("/runs/", composed(prompt="{a|b} vase"), headers=HTMX)
    answer = designer.post("/runs/", composed(prompt="{a|b} vase"), headers=HTMX)
    assert events(answer)["run-changed"]["said"] == "2 pictures started"
    assert (Batch.objects.count(), Run.objects.count()) == (1, 2)
