"""Every fault does what its table says, and only when faults are on."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, IncompleteRead

import pytest
from PIL import Image

from tests.processes.stack import until
from tests.studio.sandbox.client import Caller, picture

GPT = "openai/gpt-image-1"


@pytest.mark.parametrize(
    ("word", "status", "billed"),
    [
        ("401", 401, False),
        ("403-quota", 403, False),
        ("404-retired", 404, False),
        ("429", 429, False),
        ("500", 500, False),
        ("503", 503, False),
        ("502-html", 502, True),
        ("504", 504, True),
        ("200-error", 200, False),
        ("200-html", 200, True),
    ],
)
def test_answer_faults(ask: Caller, word: str, status: int, billed: bool) -> None:
    answer = ask.predict(GPT, prompt=f"fault:{word}")
    assert answer.status == status
    assert ask.get("/sandbox/ledger").json[0]["billed"] is billed


def test_busy_says_how_long_to_wait(ask: Caller) -> None:
    assert ask.predict(GPT, prompt="fault:429").headers["retry-after"] == "1"
    assert "retry-after" not in ask.predict(GPT, prompt="fault:429-bare-once").headers


@pytest.mark.parametrize("word", ["429-once", "429-bare-once", "500-once", "503-once"])
def test_once_means_once_for_a_prompt(ask: Caller, word: str) -> None:
    statuses = [ask.predict(GPT, prompt=f"fault:{word} marker").status for _ in range(2)]
    assert statuses == [int(word[:3]), 200]


def test_a_closed_socket_is_billed_all_the_same(ask: Caller) -> None:
    with pytest.raises(HTTPException):
        ask.predict(GPT, prompt="fault:close")
    assert ask.get("/sandbox/ledger").json[0]["billed"]


def test_a_cut_answer_ends_in_its_middle(ask: Caller) -> None:
    with pytest.raises((IncompleteRead, ConnectionResetError)):
        ask.predict(GPT, prompt="fault:cut-answer")


def test_a_gate_holds_one_prompt_until_it_is_opened(ask: Caller) -> None:
    shut, other = "one fault:gate", "two fault:gate"
    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(ask.predict, GPT, prompt=prompt) for prompt in (shut, other))
        until(lambda: ask.get("/sandbox/stats").json["in_flight"] == 2)
        ask.post("/sandbox/open", {"prompt": other})
        assert second.result().status == 200
        assert not first.done()
        assert [entry["billed"] for entry in ask.get("/sandbox/ledger").json if entry["prompt"] == shut] == [False]
        ask.send("DELETE", "/sandbox/ledger")
        assert first.result().status == 200


def test_a_hanging_call_ends_without_an_answer(ask: Caller) -> None:
    ask.post("/sandbox/config", {"hang_seconds": 0.05})
    with pytest.raises(HTTPException):
        ask.predict(GPT, prompt="fault:hang")


def _linked(ask: Caller, word: str) -> bytes:
    url = ask.predict("qianfan/qwen-image", prompt=f"fault:{word}").json["output"][0]["url"]
    return ask.fetch(url).data


def test_broken_files(ask: Caller) -> None:
    with pytest.raises(OSError, match="truncated"):
        picture(_linked(ask, "truncated"))
    assert _linked(ask, "svg").startswith(b"<svg")
    assert _linked(ask, "text-file").startswith(b"this is no picture")


def test_a_bomb_is_small_and_claims_much(ask: Caller) -> None:
    bomb = _linked(ask, "bomb")
    assert len(bomb) < 200_000
    with pytest.raises((Image.DecompressionBombError, Image.DecompressionBombWarning)):
        picture(bomb)


def test_an_oversized_file_is_as_large_as_configured(ask: Caller) -> None:
    ask.post("/sandbox/config", {"oversized_bytes": 3_000_000})
    assert len(_linked(ask, "oversized")) == 3_000_000


def test_an_item_error_among_good_ones(ask: Caller) -> None:
    more = {"sequential_image_generation": "auto", "sequential_image_generation_options": {"max_images": 3}}
    answer = ask.predict("doubao/doubao-seedream-4-0", prompt="fault:item-error", size="1K", **more)
    assert ["error" in item for item in answer.json["output"]] == [False, True, False]


def test_without_the_switch_the_words_mean_nothing(ask: Caller) -> None:
    ask.post("/sandbox/config", {"faults": False})
    assert ask.predict(GPT, prompt="fault:500").status == 200
