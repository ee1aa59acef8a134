"""Prompts, presets, batches and help over the API."""

import pytest

from studio.models import Batch, Preset, Run, SavedPrompt
from tests.gallery.api.making import team_of

pytestmark = pytest.mark.django_db
MINI = "openai/gpt-image-1-mini"
WANTED = {"models": [{"id": MINI}], "aspect": "1:1"}


def test_saved_prompts_are_made_changed_and_deleted(ada, stranger):
    made = ada.post("/prompts", {"title": "Packshot", "text": "a [subject]"})
    assert (made.status_code, made.json()["variables"]) == (201, ["subject"])
    path = f"/prompts/{made.json()['id']}"
    assert ada.put(path, {"title": "Other", "text": "a b"}).json()["title"] == "Other"
    assert [row["title"] for row in ada.get("/prompts").json()["items"]] == ["Other"]
    assert stranger.get(path).status_code == 404
    assert stranger.delete(path).status_code == 404
    assert ada.delete(path).status_code == 204
    assert not SavedPrompt.objects.exists()


def test_what_is_wrong_is_told_by_field(ada):
    answer = ada.post("/prompts", {"title": " ", "text": ""})
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"title", "text"})


def test_a_teams_prompts_are_read_by_viewers_and_written_by_editors(ada, stranger):
    team = team_of(editor=ada.user, viewer=stranger.user)
    id = ada.post("/prompts", {"title": "Ours", "text": "a", "team": str(team.pk)}).json()["id"]
    assert stranger.get(f"/prompts/{id}").status_code == 200
    assert stranger.put(f"/prompts/{id}", {"title": "Mine", "text": "b"}).status_code == 403


def test_presets_too(ada):
    made = ada.post("/presets", {"title": "Wide", "settings": {"aspect": ["16:9"], "prompt": ["no"]}})
    assert (made.status_code, made.json()["settings"]) == (201, {"aspect": ["16:9"]})
    assert ada.delete(f"/presets/{made.json()['id']}").status_code == 204
    assert not Preset.objects.exists()


def test_prompts_are_literal_unless_expanded(ada):
    literal = ada.post("/runs", WANTED | {"prompt": "a {red|blue} vase"})
    assert (literal.status_code, literal.json()["prompt"]) == (201, "a {red|blue} vase")
    several = ada.post("/runs", WANTED | {"prompt": "a {red|blue} vase", "expand": True}, **{"Idempotency-Key": "k"})
    again = ada.post("/runs", WANTED | {"prompt": "a {red|blue} vase", "expand": True}, **{"Idempotency-Key": "k"})
    assert (several.status_code, several.json()["rows_sent"], again.json()["id"]) == (202, 2, several.json()["id"])
    one = ada.post("/runs", WANTED | {"prompt": r"a \{red\} vase", "expand": True})
    assert (one.status_code, one.json()["prompt"]) == (201, "a {red} vase")
    assert [row["prompt"] for row in ada.get("/prompts/earlier", q="red|blue").json()["items"]]


def test_an_explosion_is_refused(ada):
    answer = ada.post("/runs", WANTED | {"prompt": "{a|b|c|d}" * 40, "expand": True})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["prompt"])
    assert not Run.objects.exists()


def test_rows_are_judged_then_sent_stopped_and_gone_on_with(ada, stranger):
    made = ada.post("/batches", {"model": MINI, "rows": [{"prompt": "a vase", "count": 2}, {"prompt": "b", "seed": 1}]})
    assert [row["state"] for row in made.json()["items"]] == ["waiting", "wrong"]
    assert not Run.objects.exists()
    path = f"/batches/{made.json()['id']}"
    assert stranger.post(f"{path}/start").status_code == 404
    assert ada.post(f"{path}/start").json()["state"] == "done"
    assert Run.objects.get().count == 2
    assert ada.post(f"{path}/stop").json()["state"] == "done"
    assert [row["id"] for row in ada.get("/batches").json()["items"]] == [str(Batch.objects.get().pk)]
    assert ada.post("/batches", {"model": MINI, "rows": [{"prompt": "a"}] * 1001}).status_code == 422


def test_help_is_asked_for_and_looked_at(ada, stranger, published):
    asked = ada.post("/prompt-helps", {"prompt": "a harbour"})
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    path = f"/prompt-helps/{asked.json()['id']}"
    assert ada.get(path).json()["cost"] is None
    assert stranger.get(path).status_code == 404
    assert ada.post("/prompt-helps", {}).status_code == 422


@pytest.mark.parametrize("other", [{"prompt": "a {green|blue} vase"}, {"count": 2}, {"aspect": "3:2"}])
def test_a_key_of_several_prompts_stands_for_one_request(ada, other):
    wanted = WANTED | {"prompt": "a {red|blue} vase", "expand": True}
    ada.post("/runs", wanted, **{"Idempotency-Key": "k"})
    answer = ada.post("/runs", wanted | other, **{"Idempotency-Key": "k"})
    assert (answer.status_code, "Idempotency-Key" in answer.json()["errors"]) == (422, True)
    assert Run.objects.count() == 2
