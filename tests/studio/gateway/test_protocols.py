"""Golden wire bodies, one or more for every lane (provider-api.md 1.2)."""

import dataclasses
import json
import re

import pytest

from studio.catalogue.spec import Lane
from studio.gateway import ReferenceFile
from studio.gateway.protocols import PROTOCOLS, tasks
from tests.studio.gateway.builders import call, reference, wire

A = "data:image/png;base64,iVBORy1h"  # the bytes of builders.reference


def document(wanted):
    path, body = wire(wanted)
    return path, json.loads(body)


def test_every_lane_has_a_protocol():
    assert set(PROTOCOLS) == set(Lane)


def test_predictions_name_the_model_by_the_path_alone():
    path, body = document(call(aspect="3:2", options={"quality": "high"}, n=2))
    assert path == "/v1/models/openai/gpt-image-1.5/predictions"
    assert body["input"].items() >= {"prompt": "A deer", "size": "1536x1024", "quality": "high", "n": 2}.items()
    assert set(body) == {"input"}


def test_predictions_send_one_reference_as_text_and_several_as_a_list(tmp_path):
    one, two = reference(tmp_path), reference(tmp_path, "b.jpeg", b"\xff\xd8b")
    _, single = document(call("doubao/doubao-seedream-4-5", references=(one,)))
    _, several = document(call("doubao/doubao-seedream-4-5", references=(one, two)))
    assert single["input"]["image"] == A
    assert several["input"]["image"] == [A, "data:image/jpeg;base64,/9hi"]


def test_no_reference_is_never_an_empty_text():
    _, body = document(call("doubao/doubao-seedream-4-5"))
    assert "" not in body["input"].values()


def test_a_mask_travels_under_its_own_key(tmp_path):
    mask = reference(tmp_path, "mask.png", b"\x89PNG-m")
    _, body = document(call("qianfan/ernie-irag-edit", references=(reference(tmp_path),), mask=mask))
    assert (body["input"]["image"], body["input"]["mask"]) == (A, "data:image/png;base64,iVBORy1t")


def test_nested_options_are_objects():
    options = {"sequential_image_generation": "auto", "max_images": 4}
    _, body = document(call("doubao/doubao-seedream-4-5", options=options, n=4))
    assert body["input"]["sequential_image_generation_options"] == {"max_images": 4}


def test_tasks_give_each_reference_its_own_key(tmp_path):
    one, two = reference(tmp_path), reference(tmp_path, "b.jpeg", b"\xff\xd8b")
    path, body = document(call("bfl/flux-2-pro", references=(one, two)))
    assert path == "/v1/models/bfl/flux-2-pro/predictions"
    assert (body["input"]["input_image"], body["input"]["input_image_2"]) == (A, "data:image/jpeg;base64,/9hi")


def test_task_ids_are_used_whole_and_encoded():
    assert tasks.route("api.us1/12ab cd") == "/v1/tasks/api.us1%2F12ab%20cd"


def test_images_name_the_model_in_the_body():
    path, body = document(call("bfl/FLUX.1-Kontext-pro"))
    assert path == "/v1/images/generations"
    assert body.items() >= {"model": "FLUX.1-Kontext-pro", "prompt": "A deer"}.items()


def test_edits_are_a_form_with_files_and_mask(tmp_path):
    references = (reference(tmp_path), reference(tmp_path, "b.webp", b"RIFFb"))
    mask = reference(tmp_path, "mask.png", b"\x89PNG-m")
    path, body = wire(call(lane=Lane.EDITS, references=references, mask=mask, n=2))
    assert path == "/v1/images/edits"
    assert b'name="model"\r\n\r\ngpt-image-1.5\r\n' in body
    assert b'name="n"\r\n\r\n2\r\n' in body
    assert b'name="image[]"; filename="2.webp"\r\nContent-Type: image/webp\r\n\r\nRIFFb\r\n--BOUNDARY' in body
    assert body.endswith(
        b'name="mask"; filename="3.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG-m\r\n--BOUNDARY--\r\n'
    )


def test_a_single_edited_picture_is_called_image(tmp_path):
    _, body = wire(call(lane=Lane.EDITS, references=(reference(tmp_path),)))
    assert b'name="image"; filename="1.png"' in body


def test_gemini_sends_parts_and_a_generation_config(tmp_path):
    path, body = document(call("gemini/gemini-2.5-flash-image", aspect="16:9", references=(reference(tmp_path),)))
    assert path == "/gemini/v1beta/models/gemini-2.5-flash-image:generateContent"
    assert body == {
        "contents": [
            {
                "role": "user",
                "parts": [{"text": "A deer"}, {"inlineData": {"mimeType": "image/png", "data": "iVBORy1h"}}],
            }
        ],
        "generationConfig": {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"aspectRatio": "16:9"}},
    }


@pytest.mark.parametrize(
    ("referenced", "masked", "verb"), [(False, False, "generate"), (True, False, "remix"), (True, True, "edit")]
)
def test_ideogram_chooses_its_verb_by_what_is_sent(tmp_path, referenced, masked, verb):
    files = (reference(tmp_path),) if referenced else ()
    mask = reference(tmp_path, "mask.png") if masked else None
    path, body = wire(call("ideogram/V3", lane=Lane.IDEOGRAM, references=files, mask=mask, aspect="3:2"))
    assert path == f"/ideogram/v1/ideogram-v3/{verb}"
    assert b'name="prompt"\r\n\r\nA deer\r\n' in body
    assert (b'name="image"; filename="1.png"' in body) == referenced


def test_body_lengths_are_known_before_anything_is_read(tmp_path):
    for size in range(5):
        file = reference(tmp_path, f"{size}.png", b"x" * size)
        body = PROTOCOLS[Lane.GEMINI](call("gemini/gemini-2.5-flash-image", references=(file,))).body
        assert body.length == len(b"".join(body))


def test_lone_surrogates_in_a_prompt_do_not_stop_the_request():
    _, body = wire(call(prompt="A \ud800 deer"))
    assert b"A ? deer" in body


def test_a_lost_reference_is_an_error_before_sending(tmp_path):
    lost = ReferenceFile(tmp_path / "gone.png", "png", 1, 1)
    with pytest.raises(FileNotFoundError):
        _ = PROTOCOLS[Lane.GEMINI](call("gemini/gemini-2.5-flash-image", references=(lost,))).body.length


@pytest.mark.parametrize(
    ("roles", "verb", "keys"),
    [
        (["style"], "generate", ["style_reference_images"]),
        (["style", "character"], "generate", ["style_reference_images", "character_reference_images"]),
        (["", "style", "style"], "remix", ["image", "style_reference_images", "style_reference_images"]),
    ],
)
def test_ideogram_gets_each_role_under_its_own_key(tmp_path, roles, verb, keys):
    files = tuple(dataclasses.replace(reference(tmp_path), role=role) for role in roles)
    path, body = wire(call("ideogram/V3", lane=Lane.IDEOGRAM, references=files, aspect="3:2"))
    assert path == f"/ideogram/v1/ideogram-v3/{verb}"
    assert re.findall(rb'name="(\w+)"; filename', body) == [key.encode() for key in keys]


@pytest.mark.parametrize(("aspect", "size"), [("3:2", b"1248x832"), ("1:1", b"1024x1024"), ("9:16", b"768x1344")])
def test_a_reframe_asks_for_a_size_and_for_nothing_else(tmp_path, aspect, size):
    options = {"action": "reframe", "seed": 7, "rendering_speed": "TURBO"}
    wanted = call("ideogram/V3", lane=Lane.IDEOGRAM, references=(reference(tmp_path),), aspect=aspect, options=options)
    path, body = wire(wanted)
    assert path == "/ideogram/v1/ideogram-v3/reframe"
    assert re.findall(rb'name="(\w+)"\r\n', body) == [b"resolution", b"seed", b"rendering_speed"]
    assert re.search(rb"resolution\"\r\n\r\n(\w+)", body)[1] == size
