"""Each family answers in its documented shape."""

import pytest

from tests.studio.sandbox.client import Caller, data_uri, picture, png


@pytest.mark.parametrize("model", ["gpt-image-1.5", "gpt-image-1", "gpt-image-1-mini"])
def test_gpt_image_on_lane_a_answers_base64_and_usage(ask: Caller, model: str) -> None:
    body = ask.predict(f"openai/{model}", n=2, size="1536x1024", output_format="webp").json
    images = body["output"]["b64_json"]
    assert [picture(item["bytesBase64"]).size for item in images] == [(1536, 1024)] * 2
    assert body["usage"]["total_tokens"] == body["usage"]["input_tokens"] + body["usage"]["output_tokens"]


def test_gpt_image_on_lane_b_answers_openais_shape(ask: Caller) -> None:
    body = ask.post("/v1/images/generations", {"model": "gpt-image-1", "prompt": "a vase", "size": "auto"}).json
    assert picture(body["data"][0]["b64_json"]).format == "PNG"
    assert body["usage"]["output_tokens"] > 0


def test_dall_e_answers_links_or_base64(ask: Caller) -> None:
    linked = ask.predict("openai/dall-e-3", size="1792x1024").json["output"]["urls"]
    inline = ask.predict("openai/dall-e-3", response_format="b64_json").json["output"]["b64_json"]
    assert picture(ask.fetch(linked[0]).data).size == (1792, 1024)
    assert picture(inline[0]["bytesBase64"]).size == (1024, 1024)


def test_imagen_makes_four_when_nobody_counts_and_as_many_as_asked(ask: Caller) -> None:
    path = "google/imagen-4.0-fast-generate-001"
    unasked = ask.predict(path).json["output"]["b64_json"]
    asked = ask.predict(path, numberOfImages=2, sampleCount=2, aspectRatio="16:9").json["output"]["b64_json"]
    assert len(unasked) == 4
    assert [picture(item["bytesBase64"]).size for item in asked] == [(1408, 768)] * 2


@pytest.mark.parametrize(
    ("model", "more"),
    [
        ("qianfan/qwen-image", {"refer_image": "", "size": "768x1024", "watermark": False}),
        ("qianfan/irag-1.0", {"refer_image": "", "size": "768x1024", "guidance": 7.5}),
        ("doubao/doubao-seedream-4-0", {"size": "1K"}),
    ],
)
def test_list_of_links(ask: Caller, model: str, more: dict) -> None:
    items = ask.predict(model, **more).json["output"]
    assert picture(ask.fetch(items[0]["url"]).data).width in {768, 1024}


def test_qwen_edit_follows_the_size_of_its_input(ask: Caller) -> None:
    items = ask.predict("qianfan/qwen-image-edit", image=[data_uri(png(640, 480))], watermark=False).json["output"]
    assert picture(ask.fetch(items[0]["url"]).data).size == (640, 480)


def test_doubao_set_counts_references_and_answers_base64(ask: Caller) -> None:
    more = {"sequential_image_generation": "auto", "sequential_image_generation_options": {"max_images": 3}}
    answer = ask.predict("doubao/doubao-seedream-4-0", size="1K", response_format="base64_json", **more)
    assert [picture(item["b64_json"]).format for item in answer.json["output"]] == ["JPEG"] * 3


def test_irag_edit_takes_a_mask(ask: Caller) -> None:
    image, mask = data_uri(png(600, 500)), data_uri(png(600, 500, "L", 255))
    items = ask.predict("qianfan/ernie-irag-edit", image=image, mask=mask, feature="repaint").json["output"]
    assert picture(ask.fetch(items[0]["url"]).data).size == (600, 500)


def test_one_step_kontext(ask: Caller) -> None:
    body = {"model": "FLUX.1-Kontext-pro", "prompt": "a cat", "safety_tolerance": 6}
    assert picture(ask.post("/v1/images/generations", body).json["data"][0]["b64_json"]).size[0] > 1000


def test_ideogram_lane_a(ask: Caller) -> None:
    urls = ask.predict("ideogram/V3", rendering_speed="QUALITY", aspect_ratio="2x1").json["output"]["urls"]
    assert picture(ask.fetch(urls[0]).data).size == (1408, 704)


def test_ideogram_native_remix(ask: Caller) -> None:
    fields = {"prompt": "a vase", "image_weight": "60", "num_images": "2", "seed": "7"}
    body = ask.form("/ideogram/v1/ideogram-v3/remix", fields, [("image", png())]).json
    assert [item["seed"] for item in body["data"]] == [7, 8]
    assert all(item["is_image_safe"] and picture(ask.fetch(item["url"]).data) for item in body["data"])


def test_ideograms_magic_prompt_tells_the_words_it_used(ask: Caller) -> None:
    fields = {"prompt": "a vase", "magic_prompt": "ON"}
    body = ask.form("/ideogram/v1/ideogram-v3/generate", fields, []).json
    assert body["data"][0]["prompt"] == "a vase, in fine detail."


@pytest.mark.parametrize("action", ["generateContent", "streamGenerateContent"])
def test_gemini_answers_text_and_picture(ask: Caller, action: str) -> None:
    config = {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"aspectRatio": "21:9", "imageSize": "1k"}}
    body = {"contents": [{"role": "user", "parts": [{"text": "a vase"}]}], "generationConfig": config}
    path = f"/gemini/v1beta/models/gemini-3-pro-image-preview:{action}"
    answer = ask.post(path, body, {"x-goog-api-key": "sk-google-1"}).json
    parts = (answer[0] if isinstance(answer, list) else answer)["candidates"][0]["content"]["parts"]
    assert picture(parts[-1]["inlineData"]["data"]).size == (1584, 672)


def test_gemini_sometimes_thinks_in_drafts_first(ask: Caller) -> None:
    path = "/gemini/v1beta/models/gemini-2.5-flash-image:generateContent"
    bodies = [{"contents": [{"parts": [{"text": f"vase {number}"}]}]} for number in range(9)]
    answers = [ask.post(path, body).json["candidates"][0]["content"]["parts"] for body in bodies]
    assert {bool(parts[0].get("thought")) for parts in answers} == {True, False}


def test_edits_with_a_mask_follow_the_first_picture(ask: Caller) -> None:
    files = [("image[]", png(600, 400)), ("image[]", png()), ("mask", png(600, 400, "RGBA", (0, 0, 0, 0)))]
    fields = {"model": "gpt-image-1", "prompt": "a vase", "input_fidelity": "high", "n": "1"}
    body = ask.form("/v1/images/edits", fields, files).json
    assert picture(body["data"][0]["b64_json"]).size == (1536, 1024)
