"""Result links: short-lived, and shy of keys."""

import pytest

from tests.studio.sandbox.client import KEY, Caller, picture


def link(ask: Caller, prompt: str = "a vase") -> str:
    return ask.predict("qianfan/qwen-image", prompt=prompt).json["output"][0]["url"]


def test_a_link_gives_the_file_without_a_key(ask: Caller) -> None:
    answer = ask.fetch(link(ask))
    assert answer.headers["content-type"] == "image/png"
    assert picture(answer.data).size == (1024, 1024)


def test_fetches_are_counted(ask: Caller) -> None:
    where, before = link(ask), ask.get("/sandbox/stats").json["fetches"]
    ask.fetch(where)
    ask.fetch(where)
    assert ask.get("/sandbox/stats").json["fetches"] == before + 2


def test_a_link_refuses_an_authorization_header(ask: Caller) -> None:
    answer = ask.fetch(link(ask), {"Authorization": f"Bearer {KEY}"})
    assert (answer.status, answer.json["code"]) == (400, "MissingDateHeader")


def test_links_end(ask: Caller) -> None:
    ask.post("/sandbox/config", {"link_seconds": 0})
    assert ask.fetch(link(ask)).status == 403
    assert ask.fetch(link(ask, "fault:expired")).status == 403


def test_an_unknown_link(ask: Caller) -> None:
    assert ask.get("/files/nothing", {}).status == 404


@pytest.mark.parametrize(
    ("word", "statuses"), [("link-404", [404, 404]), ("link-503-once", [503, 200]), ("redirect-private", [302, 302])]
)
def test_link_faults(ask: Caller, word: str, statuses: list[int]) -> None:
    url = link(ask, f"fault:{word}")
    assert [ask.fetch(url).status for _ in statuses] == statuses


def test_a_redirect_leads_to_the_picture(ask: Caller) -> None:
    there = ask.fetch(link(ask, "fault:redirect")).headers["location"]
    assert ask.fetch(there).status == 200
