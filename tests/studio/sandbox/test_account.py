"""Keys, balance and the public lists."""

import pytest

from tests.studio.sandbox.client import Caller

VASE = {"input": {"prompt": "a vase"}}
PATH = "/v1/models/openai/gpt-image-1/predictions"


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "invalid_api_key"),
        ({"Authorization": "Bearer nonsense"}, 401, "invalid_api_key"),
        ({"Authorization": "Bearer sk-bad-1"}, 401, "invalid_api_key"),
        ({"Authorization": "Bearer sk-poor-1"}, 403, "insufficient_user_quota"),
    ],
)
def test_refused_keys(ask: Caller, headers: dict, status: int, code: str) -> None:
    answer = ask.post(PATH, VASE, headers)
    assert (answer.status, answer.code) == (status, code)
    assert "(tid: " in answer.json["error"]["message"]


def test_balance_by_key(ask: Caller) -> None:
    keys = ("sk-test-1", "sk-poor-1", "sk-free-1")
    path = "/dashboard/billing/remain"
    assert [ask.get(path, {"Authorization": f"Bearer {key}"}).json["total_usage"] for key in keys] == [38.2, 0, -1]


def test_public_lists_need_no_key(ask: Caller) -> None:
    listed = {item["id"] for item in ask.get("/v1/models", {}).json["data"]}
    described = ask.get("/api/v1/models?type=image_generation&model=flux", {}).json["data"]
    assert {"gpt-image-1.5", "V3", "gemini-2.5-flash-image", "FLUX.1-Kontext-pro"} <= listed
    assert {item["model_id"] for item in described} >= {"flux-2-pro", "flux-kontext-max"}


def test_status_names_the_unit(ask: Caller) -> None:
    assert ask.get("/api/status", {}).json["data"]["quota_per_unit"] == 500_000


def test_every_answer_has_a_request_id_and_app_codes_are_taken(ask: Caller) -> None:
    answer = ask.get("/api/status", {"APP-Code": "ABCD12"})
    assert answer.status == 200
    assert len(answer.headers["x-request-id"]) > 20


def test_unknown_route_and_unknown_model(ask: Caller) -> None:
    assert ask.get("/v1/nothing").status == 404
    assert ask.predict("opanai/gpt-image-1").code == "no_available_channel"


def test_settings_change_at_run_time_and_bad_ones_are_refused(ask: Caller) -> None:
    assert ask.post("/sandbox/config", {"latency": 0.01}).json["latency"] == 0.01
    assert ask.post("/sandbox/config", {"latency": -1}).status == 400
    assert ask.post("/sandbox/config", {"colour": 1}).status == 400
