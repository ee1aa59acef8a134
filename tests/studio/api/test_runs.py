"""Runs: made, listed, looked at, cancelled."""

import pytest
from django.utils import timezone

from studio.models import Generation, Run, State
from tests.factories import GenerationFactory, ImageFactory, RunFactory, UserFactory
from tests.gallery.api.making import Caller, team_of

pytestmark = pytest.mark.django_db

MINI = "openai/gpt-image-1-mini"
QWEN = "qianfan/qwen-image"


def wanted(**more):
    return {"prompt": "A deer", "models": [{"id": MINI}]} | more


def test_a_run_is_made_and_dispatched(ada, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = ada.post("/runs", wanted(count=2))
    assert response.status_code == 201, response.content
    run = Run.objects.get()
    assert response["Location"] == f"http://testserver/api/v1/runs/{run.pk}"
    assert published == [("studio.send", tuple(row.pk for row in run.generations.all()))]


def test_its_shape_is_the_documented_one(ada):
    run = ada.post("/runs", wanted(aspect="3:2")).json()
    assert {"id", "prompt", "created_at", "quote", "cost", "generations"} <= set(run)
    row = run["generations"][0]
    assert (row["state"], row["reason"], row["charged"], row["images"]) == ("queued", None, "no", [])
    assert {"id", "model", "cost", "seconds", "request_id"} <= set(row)
    assert (run["cost"], run["aspect"], isinstance(run["quote"], float)) == (0.0, "3:2", True)


def test_several_models_stand_in_one_run(ada):
    run = ada.post("/runs", wanted(models=[{"id": MINI}, {"id": QWEN}])).json()
    assert [row["model"] for row in run["generations"]] == [MINI, QWEN]
    assert run["quote"] is None


def test_a_run_again_and_the_first_one_share_a_bench(ada):
    first = ada.post("/runs", wanted(models=[{"id": MINI}, {"id": QWEN}])).json()
    again = ada.post(f"/runs/{first['id']}/again").json()
    assert (first["rerun_of"], again["rerun_of"]) == (None, first["id"])
    bench = ada.get(f"/runs/{again['id']}/bench").json()
    assert bench["runs"] == [first["id"], again["id"]]
    assert [(row["model"], row["asked"], row["running"]) for row in bench["rows"]] == [(MINI, 2, 2), (QWEN, 2, 2)]
    assert [part["run"] for part in bench["rows"][0]["by_run"]] == [first["id"], again["id"]]


def test_a_stranger_s_bench_is_404(ada):
    assert ada.get(f"/runs/{RunFactory().pk}/bench").status_code == 404


def test_beside_models_that_take_references_one_that_takes_none_says_so(ada):
    image = ImageFactory(owner=ada.user)
    body = wanted(models=[{"id": MINI}, {"id": QWEN}], references=[str(image.pk)])
    mini, qwen = ada.post("/quotes", body).json()["items"]
    assert mini["warnings"] == []
    assert "takes no references" in qwen["warnings"][0]
    assert ada.post("/quotes", body | {"models": [{"id": QWEN}]}).status_code == 422


def test_pictures_that_i_see_go_along_as_references(ada):
    image = ImageFactory(owner=ada.user)
    run = ada.post("/runs", wanted(references=[str(image.pk)])).json()
    assert run["references"] == [str(image.pk)]


def test_what_is_made_may_go_to_a_team_of_mine(ada):
    team = team_of(editor=ada.user)
    assert ada.post("/runs", wanted(team=str(team.pk))).json()["team"] == str(team.pk)


def test_a_team_where_i_only_look_is_403(ada):
    team = team_of(viewer=ada.user)
    assert ada.post("/runs", wanted(team=str(team.pk))).status_code == 403
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"prompt": ""}, ["prompt"]),
        ({"prompt": "x" * 40_000}, ["prompt"]),
        ({"prompt": None}, ["prompt"]),
        ({"models": []}, ["models"]),
        ({"models": [{"id": MINI}] * 9}, ["models"]),
        ({"models": [{"id": "nobody/nothing"}]}, ["models.0.id"]),
        ({"models": [{"id": MINI, "seed": 1}]}, ["models.0.seed"]),
        ({"models": [{"id": MINI, "options": {"quality": "best"}}]}, ["models.0.options.quality"]),
        ({"models": [{"id": MINI}, {"id": MINI, "options": {"nope": 1}}]}, ["models.1.options.nope"]),
        ({"count": 0}, ["count"]),
        ({"count": 41}, ["count"]),
        ({"count": "2"}, ["count"]),
        ({"count": True}, ["count"]),
        ({"aspect": "x" * 11}, ["aspect"]),
        ({"aspect": "99:1"}, ["aspect"]),
        ({"aspect": "1:11"}, ["aspect"]),
        ({"references": ["nothing"]}, ["references.0"]),
        ({"references": ["0192f000-0000-7000-8000-000000000000"]}, ["references.0"]),
        ({"team": "0192f000-0000-7000-8000-000000000000"}, ["team"]),
        ({"colour": "red"}, ["colour"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(ada, body, fields):
    response = ada.post("/runs", wanted(**body))
    assert (response.status_code, list(response.json().get("errors", {}))) == (422, fields)
    assert not Run.objects.exists()


def test_a_models_bare_name_is_answered_with_its_id(ada):
    response = ada.post("/runs", {"models": [{"id": "gpt-image-1-mini"}], "prompt": "slate"})
    assert "'openai/gpt-image-1-mini'" in response.json()["errors"]["models.0.id"][0]


def test_a_model_that_is_no_object_is_said_in_plain_words(ada):
    response = ada.post("/runs", {"models": ["gpt-image-1-mini"], "prompt": "slate"})
    assert response.json()["errors"] == {"models.0": ["Give an object with named fields here."]}


def test_a_foreign_picture_is_no_reference(ada):
    foreign = ImageFactory()
    response = ada.post("/runs", wanted(references=[str(foreign.pk)]))
    assert list(response.json()["errors"]) == ["references.0"]


def test_only_mine_are_listed_newest_first(ada):
    runs = RunFactory.create_batch(3, owner=ada.user)
    RunFactory()
    first = ada.get("/runs", limit=2).json()
    rest = ada.get("/runs", limit=2, cursor=first["next"]).json()
    listed = [run["id"] for run in first["items"] + rest["items"]]
    assert (listed, rest["next"]) == ([str(run.pk) for run in reversed(runs)], None)


@pytest.mark.parametrize("size", [2, 12])
def test_a_list_costs_the_same_at_any_size(ada, size, django_assert_num_queries):
    for run in RunFactory.create_batch(size, owner=ada.user):
        for row in GenerationFactory.create_batch(2, run=run, state=State.SUCCEEDED):
            row.outputs.create(position=0, image=ImageFactory(owner=ada.user))
    ada.get("/runs")
    with django_assert_num_queries(6):  # token, runs, generations, outputs, images, references
        assert len(ada.get("/runs").json()["items"]) == size


def test_pictures_in_the_trash_or_hidden_are_not_shown(ada):
    row = GenerationFactory(run__owner=ada.user, state=State.SUCCEEDED)
    kept = ImageFactory(owner=ada.user)
    gone = [ImageFactory(owner=ada.user, trashed_at=timezone.now()), ImageFactory(owner=ada.user, moderation="hidden")]
    for position, image in enumerate([kept, *gone]):
        row.outputs.create(position=position, image=image)
    shown = ada.get(f"/runs/{row.run_id}").json()["generations"][0]
    assert [image["id"] for image in shown["images"]] == [str(kept.pk)]


def test_a_failure_says_why_and_what_it_cost(ada):
    row = GenerationFactory(
        run__owner=ada.user, state=State.REFUSED, reason_code="prompt_refused", reason_detail="no", cost=0
    )
    shown = ada.get(f"/runs/{row.run_id}").json()
    reason = shown["generations"][0]["reason"]
    assert (reason["code"], reason["vendor_words"], bool(reason["title"] and reason["detail"])) == (
        "prompt_refused",
        "no",
        True,
    )
    assert shown["cost"] == 0


def test_a_cost_that_nobody_knows_is_null(ada):
    row = GenerationFactory(run__owner=ada.user, state=State.UNKNOWN, charged="maybe", reason_code="no_answer")
    GenerationFactory(run=row.run, state=State.SUCCEEDED, charged="yes", cost="0.05")
    assert ada.get(f"/runs/{row.run_id}").json()["cost"] is None


def test_cancelling_frees_what_is_queued_and_asks_for_the_rest(ada):
    row = GenerationFactory(run__owner=ada.user)
    sent = GenerationFactory(run=row.run, state=State.WAITING, remote_id="t", sent_at=timezone.now())
    shown = ada.post(f"/runs/{row.run_id}/cancel").json()
    states = {each["id"]: (each["state"], each["cancel_requested"]) for each in shown["generations"]}
    assert states == {str(row.pk): ("cancelled", False), str(sent.pk): ("waiting", True)}
    assert ada.post(f"/runs/{row.run_id}/cancel").status_code == 200


def test_the_whole_run_once_more(ada):
    first = ada.post("/runs", wanted(count=2)).json()
    again = ada.post(f"/runs/{first['id']}/again")
    assert (again.status_code, again.json()["id"] != first["id"]) == (201, True)
    assert Generation.objects.count() == 2 * len(first["generations"])


def test_without_any_key_it_is_said(ada, settings):
    settings.SANDBOX_URL = ""
    response = ada.post("/runs", wanted())
    assert (response.status_code, list(response.json()["errors"])) == (422, ["models"])


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", "/cancel"), ("post", "/again")])
def test_a_run_is_its_owners_alone(ada, method, path):
    run = RunFactory(owner=ada.user)
    moderator = UserFactory(is_moderator=True, is_superuser=True)
    statuses = [
        getattr(caller, method)(f"/runs/{run.pk}{path}").status_code
        for caller in (Caller(None), Caller(UserFactory()), Caller(moderator))
    ]
    assert statuses == [401, 404, 404]
