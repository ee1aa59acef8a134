"""Refusals in each family's own form. None of them is billed."""

import pytest

from tests.studio.sandbox.client import Caller

CODES = [
    ("openai/gpt-image-1", "refuse-prompt", 400, "moderation_blocked"),
    ("openai/gpt-image-1", "refuse-picture", 400, "moderation_blocked"),
    ("openai/dall-e-3", "refuse-prompt", 400, "content_policy_violation"),
    ("google/imagen-3.0-generate-002", "refuse-prompt", 400, "content_policy_violation"),
    ("qianfan/qwen-image", "refuse-picture", 400, "unsafe_content"),
    ("doubao/doubao-seedream-4-0", "refuse-prompt", 400, "InputTextSensitiveContentDetected"),
    ("doubao/doubao-seedream-4-0", "refuse-picture", 400, "OutputImageSensitiveContentDetected"),
    ("ideogram/V3", "refuse-prompt", 422, "moderation_blocked"),
]


@pytest.mark.parametrize(("model", "word", "status", "code"), CODES)
def test_refusal_with_an_error(ask: Caller, model: str, word: str, status: int, code: str) -> None:
    answer = ask.predict(model, prompt=f"a vase {word}")
    assert (answer.status, answer.code) == (status, code)
    assert not ask.get("/sandbox/ledger").json[0]["billed"]


def test_a_word_for_one_vendor_leaves_the_others_alone(ask: Caller) -> None:
    prompt = "a vase, refuse-prompt@dall-e"
    answers = [ask.predict(model, prompt=prompt).status for model in ("openai/dall-e-3", "openai/gpt-image-1")]
    assert answers == [400, 200]


def test_imagen_leaves_filtered_pictures_out(ask: Caller) -> None:
    path = "google/imagen-3.0-generate-002"
    lists = [
        ask.predict(path, prompt=f"a vase {word}", numberOfImages=3).json["output"]["b64_json"]
        for word in ("refuse-picture", "refuse-some")
    ]
    assert [len(items) for items in lists] == [0, 2]


def test_gemini_names_its_reasons(ask: Caller) -> None:
    path = "/gemini/v1beta/models/gemini-2.5-flash-image:generateContent"
    bodies = [{"contents": [{"parts": [{"text": f"refuse-{word}"}]}]} for word in ("prompt", "picture")]
    first, second = (ask.post(path, body).json for body in bodies)
    assert first["promptFeedback"]["blockReason"] == "PROHIBITED_CONTENT"
    assert second["candidates"][0]["finishReason"] == "IMAGE_SAFETY"


def test_ideogram_native_gives_an_unsafe_item_no_url(ask: Caller) -> None:
    fields = {"prompt": "refuse-some", "num_images": "2"}
    items = ask.form("/ideogram/v1/ideogram-v3/generate", fields, []).json["data"]
    assert [(item["is_image_safe"], item["url"] is None) for item in items] == [(True, False), (False, True)]
