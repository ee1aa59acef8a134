"""A key goes to the gateway's two addresses and nowhere else, and it shows nowhere."""

import logging
import traceback

import httpx
import pytest

from studio.gateway import Gateway, GatewayConfig, Pending, Task
from studio.gateway.errors import GatewayError, NoAnswer
from tests.studio.gateway.builders import KEY, PUBLIC, answering, call, gateway, picture

RECEIPT = {"output": [{"taskId": "api.us1.12ab", "polling_url": "https://api.us1.bfl.ai/v1/get_result?id=x"}]}


def test_a_link_never_sees_the_key_whatever_its_origin(tmp_path):
    seen, places = [], ("https://cdn.example/a.png", "https://aihubmix.com/files/a.png")
    links = iter(places)

    def answer(request):
        seen.append(request)
        if request.method == "POST":
            return httpx.Response(200, json={"output": [next(links)]}, headers={"set-cookie": "a=b; Path=/"})
        return httpx.Response(200, content=picture())

    for _ in places:
        made = gateway(answer, app_code="ABCD")
        found = made.send(call(), key=KEY, spool=tmp_path / "s")
        made.download(found.items[0].url, tmp_path / "a")
    fetched = [request for request in seen if request.method == "GET"]
    assert [request.url.host for request in fetched] == ["cdn.example", "aihubmix.com"]
    assert not any({"authorization", "cookie", "app-code"} & set(request.headers) for request in fetched)


def test_the_polling_url_is_never_asked(tmp_path):
    seen = []

    def answer(request):
        seen.append(str(request.url))
        return httpx.Response(200, json=RECEIPT)

    async def polled(request):
        return answer(request)

    made = Gateway(
        GatewayConfig(), httpx.MockTransport(answer), httpx.MockTransport(polled), lambda host, port: [PUBLIC]
    )
    receipt = made.send(call("bfl/flux-2-pro"), key=KEY, spool=tmp_path / "s")
    made.poll_many([Task(receipt.task_id, KEY, 1.0)])
    assert seen[-1] == "https://api.aihubmix.com/v1/tasks/api.us1.12ab"
    assert not any("bfl.ai" in url for url in seen)


def echo(request):
    """A vendor that repeats the key, in a spelling that nobody would recognise as one."""
    return httpx.Response(400, json={"error": {"message": f"no such key: {request.headers['authorization'][7:]}"}})


@pytest.mark.parametrize("key", [KEY, "another-form-of-key"])
def test_an_echoed_key_is_taken_out_of_the_error(tmp_path, caplog, key):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(GatewayError) as caught:
        gateway(echo).send(call(), key=key, spool=tmp_path / "s")
    shown = str(caught.value) + repr(caught.value) + "".join(traceback.format_exception(caught.value)) + caplog.text
    assert key not in shown


def test_a_broken_connection_does_not_show_the_key(tmp_path):
    def answer(request):
        raise httpx.ReadError(f"while sending {request.headers['authorization']}", request=request)

    with pytest.raises(NoAnswer) as caught:
        gateway(answer).send(call(), key=KEY, spool=tmp_path / "s")
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_a_task_does_not_show_its_key():
    assert KEY not in repr(Task("12ab", KEY, 1.0))
    assert KEY not in repr(Pending("x"))


def test_the_app_code_is_sent_only_where_it_is_set(tmp_path):
    seen = []

    def answer(request):
        seen.append(request.headers.get("app-code"))
        return answering(200, json={"output": ["https://cdn.example/a.png"]})(request)

    for code in ("", "ABCD"):
        gateway(answer, app_code=code).send(call(), key=KEY, spool=tmp_path / "s")
    assert seen == [None, "ABCD"]
