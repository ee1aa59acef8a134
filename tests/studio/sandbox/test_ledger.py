"""The billing witness counts calls, pictures and calls in flight."""

from concurrent.futures import ThreadPoolExecutor

from tests.processes.stack import until
from tests.studio.sandbox.client import Caller

GPT = "openai/gpt-image-1"


def test_an_entry_tells_who_asked_what_and_paid(ask: Caller) -> None:
    answer = ask.predict(GPT, prompt="marker-42", n=2)
    (entry,) = ask.get("/sandbox/ledger").json
    told = {name: entry[name] for name in ("model", "prompt", "key_last4", "billed", "images", "status")}
    assert told == {
        "model": "gpt-image-1", "prompt": "marker-42", "key_last4": "7890", "billed": True, "images": 2, "status": 200,
    }  # fmt: skip
    assert entry["request_id"] == answer.headers["x-request-id"]


def test_reset_forgets(ask: Caller) -> None:
    ask.predict(GPT)
    ask.send("DELETE", "/sandbox/ledger")
    assert ask.get("/sandbox/ledger").json == []


def test_many_at_once_are_all_in_flight(ask: Caller) -> None:
    prompts = [f"m{number} fault:gate" for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        calls = [pool.submit(ask.predict, GPT, prompt=prompt) for prompt in prompts]
        until(lambda: ask.get("/sandbox/stats").json["in_flight"] == 20)
        for prompt in prompts:
            ask.post("/sandbox/open", {"prompt": prompt})
    stats = ask.get("/sandbox/stats").json
    assert [call.result().status for call in calls] == [200] * 20
    assert (stats["peak_in_flight"], stats["in_flight"], stats["billed"]) == (20, 0, 20)
