"""What the real gateway refuses, the sandbox refuses: one row per documented rule."""

import pytest

from tests.studio.sandbox.client import Caller, data_uri, png

GPT, MINI, DALLE = "openai/gpt-image-1.5", "openai/gpt-image-1-mini", "openai/dall-e-3"
IMAGEN, ULTRA = "google/imagen-3.0-generate-002", "google/imagen-4.0-ultra-generate-001"
QWEN, QWEN_EDIT = "qianfan/qwen-image", "qianfan/qwen-image-edit"
S45, S40 = "doubao/doubao-seedream-4-5", "doubao/doubao-seedream-4-0"
PRO, FLEX, MAX = "bfl/flux-2-pro", "bfl/flux-2-flex", "bfl/flux-kontext-max"
IRAG, IRAG_EDIT, V3 = "qianfan/irag-1.0", "qianfan/ernie-irag-edit", "ideogram/V3"
PICTURE, NARROW, TINY = data_uri(png()), data_uri(png(700, 40)), data_uri(png(100, 100))
AUTO = {"sequential_image_generation": "auto"}

REFUSED = [
    (GPT, {"prompt": ""}, "prompt_missing"),
    (GPT, {"prompt": "x" * 32_001}, "prompt_too_long"),
    (GPT, {"colour": "red"}, "unknown_parameter"),
    (GPT, {"response_format": "url"}, "unknown_parameter"),
    (GPT, {"size": "auto"}, "size_not_supported"),
    (GPT, {"size": "512x512"}, "size_not_supported"),
    (GPT, {"n": 11}, "n_not_within_range"),
    (GPT, {"n": "1"}, "invalid_type"),
    (GPT, {"n": True}, "invalid_type"),
    (GPT, {"quality": "hd"}, "invalid_value"),
    (GPT, {"background": "transparent", "output_format": "jpeg"}, "invalid_value"),
    (GPT, {"output_compression": 50}, "invalid_value"),
    (GPT, {"moderation": "low", "image": PICTURE}, "invalid_value"),
    (GPT, {"input_fidelity": "high"}, "invalid_value"),
    (MINI, {"input_fidelity": "high", "image": PICTURE}, "invalid_value"),
    (GPT, {"image": "data:image/png;base64,AAAA"}, "invalid_image"),
    (DALLE, {"n": 2}, "n_not_within_range"),
    (DALLE, {"quality": "high"}, "invalid_value"),
    (DALLE, {"image": PICTURE}, "unknown_parameter"),
    (DALLE, {"prompt": "x" * 4_001}, "prompt_too_long"),
    (IMAGEN, {"numberOfImages": 5}, "value_not_within_range"),
    (IMAGEN, {"numberOfImages": 1, "sampleCount": 2}, "invalid_value"),
    (IMAGEN, {"aspectRatio": "3:2"}, "invalid_value"),
    (IMAGEN, {"aspect_ratio": "1:1"}, "unknown_parameter"),
    (IMAGEN, {"sampleImageSize": "2K"}, "unknown_parameter"),
    (IMAGEN, {"seed": 1}, "unknown_parameter"),
    (ULTRA, {"numberOfImages": 2}, "n_not_within_range"),
    (QWEN, {"prompt": "x" * 801}, "prompt_too_long"),
    (QWEN, {"size": "1024*1024"}, "size_not_supported"),
    (QWEN, {"size": "400x1024"}, "size_not_supported"),
    (QWEN, {"seed": 2_147_483_648}, "value_not_within_range"),
    (QWEN, {"watermark": "false"}, "invalid_type"),
    (QWEN, {"image": PICTURE}, "unknown_parameter"),
    (QWEN_EDIT, {"size": "1024x1024", "image": PICTURE}, "size_not_supported"),
    (QWEN_EDIT, {}, "missing_required_parameter"),
    (QWEN_EDIT, {"image": [PICTURE] * 4}, "too_many_images"),
    (QWEN_EDIT, {"image": TINY}, "image_size_invalid"),
    (S45, {"size": "1K"}, "size_not_supported"),
    (S45, {"size": "1024x1024"}, "size_not_supported"),
    (S40, {"size": "5000x5000"}, "size_not_supported"),
    (S40, {"size": "auto"}, "size_not_supported"),
    (S40, {"response_format": "b64_json"}, "invalid_value"),
    (S40, {"stream": True}, "invalid_value"),
    (S40, {"seed": -2}, "value_not_within_range"),
    (S40, {"n": 2}, "unknown_parameter"),
    (S40, {"sequential_image_generation_options": {"max_images": 2}}, "invalid_value"),
    (S40, {**AUTO, "sequential_image_generation_options": {"max_images": 16}}, "value_not_within_range"),
    (S40, {**AUTO, "sequential_image_generation_options": {"max_images": 15}, "image": PICTURE}, "invalid_value"),
    (S40, {"image": NARROW}, "image_size_invalid"),
    (S40, {"image": [PICTURE] * 15}, "too_many_images"),
    (PRO, {"safety_tolerance": 6}, "value_not_within_range"),
    (PRO, {"prompt_upsampling": True}, "unknown_parameter"),
    (PRO, {"aspect_ratio": "2x3"}, "invalid_value"),
    (PRO, {"aspect_ratio": "3:1"}, "invalid_value"),
    (PRO, {"width": 1000, "height": 1024}, "size_not_supported"),
    (PRO, {"n": 1}, "unknown_parameter"),
    (PRO, {"input_image_9": PICTURE}, "unknown_parameter"),
    (FLEX, {"guidance": 1}, "value_not_within_range"),
    (FLEX, {"steps": 51}, "value_not_within_range"),
    (MAX, {"safety_tolerance": 7}, "value_not_within_range"),
    (MAX, {"safety_tolerance": 3, "input_image": PICTURE}, "value_not_within_range"),
    (MAX, {"input_image_5": PICTURE}, "unknown_parameter"),
    (IRAG, {"prompt": "x" * 221}, "prompt_too_long"),
    (IRAG, {"refer_image": "no picture"}, "invalid_image"),
    (IRAG, {"refer_image": "https://example.com/" + "x" * 1024}, "invalid_image"),
    (IRAG, {"guidance": 21}, "value_not_within_range"),
    (IRAG_EDIT, {"image": PICTURE}, "missing_required_parameter"),
    (IRAG_EDIT, {"image": PICTURE, "mask": data_uri(png(300, 300))}, "invalid_mask"),
    (IRAG_EDIT, {"image": PICTURE, "mask": data_uri(png(600, 600, "L", 128))}, "invalid_mask"),
    (IRAG_EDIT, {"image": PICTURE, "mask": data_uri(png(600, 600, "RGBA", (255, 255, 255, 255)))}, "invalid_mask"),
    (IRAG_EDIT, {"image": PICTURE, "mask": data_uri(png(600, 600, "RGB", (1, 1, 1)))}, "invalid_mask"),
    (IRAG_EDIT, {"image": PICTURE, "feature": "variation", "prompt": ""}, "missing_required_parameter"),
    (V3, {"aspect_ratio": "16:9"}, "invalid_value"),
    (V3, {"aspect_ratio": "16x9", "resolution": "1024x1024"}, "invalid_value"),
    (V3, {"rendering_speed": "SPEED"}, "invalid_value"),
    (V3, {"num_images": 9}, "value_not_within_range"),
]


def _name(value: object) -> str | None:
    return ",".join(value)[:40] if isinstance(value, dict) else None


@pytest.mark.parametrize(("model", "values", "code"), REFUSED, ids=_name)
def test_refused(ask: Caller, model: str, values: dict, code: str) -> None:
    answer = ask.predict(model, **values)
    code = "prompt_missing" if code == "missing_required_parameter" and values.get("prompt") == "" else code
    assert (answer.status, answer.code) == (400, code)
    assert not ask.get("/sandbox/ledger").json[0]["billed"]


def test_qwen_edit_says_it_in_the_real_words(ask: Caller) -> None:
    assert ask.predict(QWEN_EDIT, size="1024x1024").json["error"]["message"].startswith("image size is invalid")


GEMINI_REFUSED = [
    ("gemini-2.5-flash-image", {"imageConfig": {"imageSize": "1K"}}),
    ("gemini-2.5-flash-image", {"imageConfig": {"aspectRatio": "1:4"}}),
    ("gemini-3-pro-image-preview", {"imageConfig": {"imageSize": "512"}}),
    ("gemini-3-pro-image-preview", {"imageConfig": {"imageSize": "8K"}}),
    ("gemini-3.1-flash-image-preview", {"seed": 1}),
    ("gemini-3.1-flash-image-preview", {"responseModalities": ["TEXT"]}),
]


@pytest.mark.parametrize(("model", "config"), GEMINI_REFUSED)
def test_gemini_refuses_in_its_own_voice(ask: Caller, model: str, config: dict) -> None:
    body = {"contents": [{"parts": [{"text": "a vase"}]}], "generationConfig": config}
    error = ask.post(f"/gemini/v1beta/models/{model}:generateContent", body).json["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")


def test_gemini_takes_three_references_on_the_old_model(ask: Caller) -> None:
    part = {"inlineData": {"mimeType": "image/png", "data": PICTURE.partition(",")[2]}}
    body = {"contents": [{"parts": [{"text": "a vase"}, *[part] * 4]}]}
    answers = [
        ask.post(f"/gemini/v1beta/models/gemini-{name}:generateContent", body).status
        for name in ("2.5-flash-image", "3-pro-image-preview")
    ]
    assert answers == [400, 200]


EDITS_REFUSED = [
    ({}, [], "missing_required_parameter"),
    ({"size": "512x512"}, [("image", png())], "size_not_supported"),
    ({"moderation": "low"}, [("image", png())], "invalid_value"),
    ({"colour": "red"}, [("image", png())], "unknown_parameter"),
    ({}, [("image", b"no picture")], "invalid_image"),
    ({}, [("image[]", png(8, 8))] * 17, "too_many_images"),
    ({}, [("image", png()), ("mask", png())], "invalid_mask"),
    ({}, [("image", png()), ("mask", png(64, 64, "RGBA", (0, 0, 0, 0)))], "invalid_mask"),
    ({}, [("image", png()), ("mask", png(600, 600, "RGBA", (0, 0, 0, 255)))], "invalid_mask"),
]


@pytest.mark.parametrize(("fields", "files", "code"), EDITS_REFUSED)
def test_edits_refused(ask: Caller, fields: dict, files: list, code: str) -> None:
    answer = ask.form("/v1/images/edits", {"model": "gpt-image-1", "prompt": "a vase", **fields}, files)
    assert (answer.status, answer.code) == (400, code)


IDEOGRAM_REFUSED = [
    ("generate", {"prompt": "a vase", "resolution": "1000x1000"}, []),
    ("remix", {"prompt": "a vase"}, []),
    ("remix", {"prompt": "a vase", "image_weight": "0"}, [("image", png())]),
    ("edit", {"prompt": "a vase"}, [("image", png())]),
    ("edit", {"prompt": "a vase", "aspect_ratio": "1x1"}, [("image", png()), ("mask", png())]),
    ("edit", {"prompt": "a vase"}, [("image", png()), ("mask", png(600, 600, "L", 255))]),
    ("edit", {"prompt": "a vase"}, [("image", png()), ("mask", png(600, 600, "L", 100))]),
    ("edit", {"prompt": "a vase"}, [("image", png()), ("mask", png(64, 64, "RGB", (0, 0, 0)))]),
    ("reframe", {}, [("image", png())]),
]


@pytest.mark.parametrize(("action", "fields", "files"), IDEOGRAM_REFUSED)
def test_ideogram_native_refuses_with_a_text(ask: Caller, action: str, fields: dict, files: list) -> None:
    answer = ask.form(f"/ideogram/v1/ideogram-v3/{action}", fields, files)
    assert answer.status == 400
    assert isinstance(answer.json["error"], str)


def test_lane_b_knows_no_gemini_and_no_bare_body(ask: Caller) -> None:
    body = {"model": "gemini-2.5-flash-image", "prompt": "a vase"}
    assert "prompt" in ask.post("/v1/images/generations", body).json["error"]["message"]
    assert ask.send("POST", "/v1/images/generations", b"[").code == "invalid_json"
