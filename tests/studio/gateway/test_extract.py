"""The answer shapes of provider-api.md 1.3, by their numbers."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.gateway.errors import GatewayError, PictureRefused, PromptRefused, Unreadable, VendorFailed
from studio.gateway.extract import extract

U, V = "https://cdn.example/a.png", "https://cdn.example/b.png"
B = "iVBORw0KGgo"
LONG = "iVBORw0KGgo" + "A" * 64


def parts(*held, **around):
    return {"candidates": [{"content": {"parts": list(held)}, **around}]}


def inline(data=B, **more):
    return {"inlineData": {"mimeType": "image/png", "data": data}} | more


URLS = {
    "1 list of urls": {"output": [{"url": U}]},
    "1 bare strings": {"output": [U]},
    "2 urls": {"output": {"b64_json": [], "urls": [U]}},
    "4 sample": {"id": "1", "status": "Ready", "result": {"sample": U, "seed": 42}},
    "4 samples": {"id": "1", "status": "Ready", "result": {"samples": [U]}},
    "4 succeeded": {"id": "1", "status": "SUCCEEDED", "output": [{"url": U}]},
    "4 done with its id": {"taskId": "1", "status": "Ready", "result": {"sample": U}},
    "5 url": {"created": 1, "data": [{"url": U}]},
    "5 bare strings": {"data": [U]},
    "9 ideogram": {"data": [{"url": U, "is_image_safe": True, "seed": 7, "resolution": "1024x1024"}]},
    "10 unified": {
        "id": "img_1",
        "object": "image",
        "status": "completed",
        "output": [{"index": 0, "type": "file", "content_url": U, "b64_json": None}],
        "error": None,
    },
    "11 images": {"images": [{"url": U}]},
    "11 top url": {"url": U},
    "11 top image_url": {"image_url": {"url": U}},
    "11 output.url": {"output": {"url": U}},
    "11 output.images": {"output": {"images": [U]}},
    "11 output.files": {"output": {"files": [{"uri": U}]}},
    "11 output as text": {"output": U},
    "twice the same": {"output": [{"url": U}, {"url": U}]},
}
INLINE = {
    "1 b64_json": {"output": [{"b64_json": B}]},
    "1 bytesBase64": {"output": [{"bytesBase64": B}]},
    "1 base64_json": {"output": [{"base64_json": B}]},
    "2 bare mime type": {"output": {"b64_json": [{"bytesBase64": B, "mimeType": "png"}], "urls": []}},
    "2 data prefix": {"output": {"b64_json": [{"bytesBase64": f"data:image/png;base64,{B}"}]}},
    "5 b64_json": {"created": 1, "data": [{"b64_json": B}]},
    "5 data uri in url": {"data": [{"url": f"data:image/png;base64,{B}"}]},
    "6 gemini": parts({"text": "ok"}, inline(thoughtSignature="x" * 99), finishReason="STOP"),
    "6 spelling": parts({"inline_data": {"mime_type": "image/png", "data": B}}),
    "6 stream": [parts({"text": "o"}), parts(inline())],
    "6 thoughts skipped": parts(inline("ZHJhZnQ", thought=True), inline()),
    "7 chat": {"choices": [{"message": {"content": "", "multi_mod_content": [{"inline_data": {"data": B}}]}}]},
    "8 imagen predict": {"predictions": [{"mimeType": "image/png", "bytesBase64Encoded": B}]},
}


@pytest.mark.parametrize("document", URLS.values(), ids=URLS.keys())
def test_links_are_found(document):
    assert [item.url for item in extract(document).items] == [U]


@pytest.mark.parametrize("document", INLINE.values(), ids=INLINE.keys())
def test_inline_pictures_are_found(document):
    assert [item.data for item in extract(document).items] == [B]


def test_unmarked_base64_in_a_list_is_found():
    assert [item.data for item in extract({"output": [LONG]}).items] == [LONG]


RECEIPTS = {
    "3": {"output": [{"taskId": "api.us1.12ab-cd", "polling_url": "https://api.us1.bfl.ai/v1/get_result?id=x"}]},
    "3 as object": {"output": {"taskId": "api.us1.12ab-cd", "polling_url": "https://x"}},
    "3 id": {"output": [{"id": "api.us1.12ab-cd", "polling_url": "https://x"}]},
    "3 only polling_url": {"output": [{"polling_url": "https://api.us1.bfl.ai/v1/get_result?id=api.us1.12ab-cd"}]},
    "10 pending": {"id": "api.us1.12ab-cd", "object": "image", "status": "in_progress", "output": None},
    "top": {"taskId": "api.us1.12ab-cd"},
}


@pytest.mark.parametrize("document", RECEIPTS.values(), ids=RECEIPTS.keys())
def test_receipts_are_found(document):
    assert extract(document).task_id == "api.us1.12ab-cd"


@pytest.mark.parametrize("word", ["Pending", "Reasoning", "generating", "queued", "PROCESSING", "in_progress"])
def test_waiting_tasks_hold_no_pictures(word):
    assert extract({"id": "12ab", "status": word, "result": None}).items == ()


ERRORS = {
    "200 with an error": ({"error": {"message": "vendor down", "code": "x"}}, VendorFailed),
    "error before pictures": ({"error": "no", "output": [{"url": U}]}, VendorFailed),
    "error as text": ({"error": "model is overloaded"}, VendorFailed),
    "success false": ({"success": False, "message": "token is bad"}, VendorFailed),
    "200 moderated": ({"error": {"code": "OutputImageSensitiveContentDetected", "message": "…"}}, PictureRefused),
    "task error": ({"status": "Error", "result": None}, VendorFailed),
    "task prompt moderated": ({"status": "Request Moderated", "details": {"Moderation Reasons": ["x"]}}, PromptRefused),
    "task picture moderated": ({"status": "content moderated"}, PictureRefused),
    "ideogram unsafe": ({"data": [{"url": None, "is_image_safe": False}]}, PictureRefused),
    "gemini prompt": ({"promptFeedback": {"blockReason": "SAFETY"}, "candidates": []}, PromptRefused),
    "gemini picture": (parts({"text": "I cannot."}, finishReason="IMAGE_SAFETY"), PictureRefused),
    "gemini words only": (parts({"text": "Which deer?"}, finishReason="STOP"), PromptRefused),
    "only failed items": ({"output": [{"error": {"code": "InputTextSensitiveContentDetected"}}]}, PromptRefused),
    "imagen item filtered": ({"predictions": [{"raiFilteredReason": "blocked"}]}, PictureRefused),
    "ready and empty": ({"status": "Ready", "result": None}, Unreadable),
    "empty list": ({"output": []}, Unreadable),
    "no map at all": ("hello", Unreadable),
    "null": (None, Unreadable),
}


@pytest.mark.parametrize(("document", "kind"), ERRORS.values(), ids=ERRORS.keys())
def test_errors_are_told(document, kind):
    with pytest.raises(kind) as caught:
        extract(document)
    assert type(caught.value) is kind


def test_an_empty_imagen_answer_was_filtered():
    with pytest.raises(PictureRefused):
        extract({"output": {"b64_json": [], "urls": []}}, family="imagen")


def test_gemini_words_are_the_reason():
    with pytest.raises(PictureRefused) as caught:
        extract(parts({"text": "I cannot draw this."}, finishReason="PROHIBITED_CONTENT"))
    assert caught.value.detail == "I cannot draw this."


def test_good_items_stay_beside_a_failed_one():
    bad = {"error": {"code": "OutputImageSensitiveContentDetected", "message": "…"}}
    first, second, third = extract({"output": [{"url": U}, bad, {"url": V}]}).items
    assert (first.url, third.url) == (U, V)
    assert isinstance(second.error, PictureRefused)


def test_what_comes_beside_the_picture_is_kept():
    item = {"b64_json": B, "revised_prompt": "A red deer"}
    answer = extract({"data": [item], "usage": {"total_tokens": 293}})
    assert answer.items[0].revised_prompt == "A red deer"
    assert answer.usage == {"total_tokens": 293}


@pytest.mark.parametrize(
    "document",
    [
        {"data": [{"url": U, "prompt": "A red deer", "is_image_safe": True}]},
        {"status": "Ready", "result": {"sample": U, "prompt": "A red deer"}},
    ],
    ids=["ideogram", "flux"],
)
def test_the_prompt_that_a_vendor_says_it_used_is_kept(document):
    assert extract(document).items[0].revised_prompt == "A red deer"


def test_seed_and_note_are_kept():
    assert extract(URLS["4 sample"]).items[0].seed == 42
    assert extract(INLINE["6 gemini"]).note == "ok"


KEYS = [
    "output",
    "data",
    "result",
    "status",
    "error",
    "candidates",
    "content",
    "parts",
    "inlineData",
    "choices",
    "message",
    "url",
    "b64_json",
    "promptFeedback",
    "polling_url",
    "id",
    "details",
    "multi_mod_content",
    "predictions",
    "usage",
    "seed",
    "code",
    "text",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([U, B, LONG, "Ready", "failed"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_document_breaks_the_extractor(document):
    with contextlib.suppress(GatewayError):
        assert extract(document) is not None


def test_what_the_vendor_says_it_worked_with_is_kept_for_each_picture():
    answer = extract({"data": [{"b64_json": B}], "quality": "high", "size": "1024x1024", "output_format": "png"})
    assert dict(answer.items[0].reported) == {"quality": "high", "output_format": "png"}


def test_what_a_picture_says_itself_comes_before_what_stands_around_it():
    item = {"url": "https://img.example/a.png", "style_type": "DESIGN", "resolution": 7}
    answer = extract({"data": [item], "style_type": "GENERAL"})
    assert dict(answer.items[0].reported) == {"style_type": "DESIGN"}


def test_an_error_that_says_nothing_is_none():
    empty = {"message": "", "type": "", "param": "", "code": None}
    assert extract({"error": empty, "data": [{"url": "https://cdn.example/a.png", "error": empty}]}).items[0].url
