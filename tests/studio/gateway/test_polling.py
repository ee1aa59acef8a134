"""Polling many tasks: what ends one, and what leaves it waiting."""

import httpx
import pytest

from studio.gateway import Gateway, GatewayConfig, Pending, Task
from studio.gateway import polling as polls
from studio.gateway.errors import BadParameter, NoAnswer, PictureRefused, PromptRefused, Unreadable, VendorFailed
from tests.studio.gateway.builders import KEY, at
from tests.studio.gateway.loopback import head, saying, serving

READY = {"id": "12ab", "status": "Ready", "result": {"sample": "https://delivery.example/x.jpeg?sig=1", "seed": 42}}
PENDING = {"id": "12ab", "status": "Pending", "result": None}
MISSING = {"id": "12ab", "status": "Task not found", "result": None}


def poll(answer, *tasks, **config):
    async def answered(request):
        return answer(request)

    made = Gateway(GatewayConfig(**config), async_transport=httpx.MockTransport(answered))
    found = made.poll_many(tasks or [Task("12ab", KEY, 60.0)])
    made.close()
    return found if tasks else found["12ab"]


def saying_json(status, document):
    return lambda request: httpx.Response(status, json=document, headers={"x-request-id": "r1"})


def test_a_ready_task_gives_its_picture():
    found = poll(saying_json(200, READY))
    assert (found.items[0].url, found.items[0].seed) == ("https://delivery.example/x.jpeg?sig=1", 42)
    assert found.request_id == "r1"


def test_an_inline_picture_comes_as_a_data_link():
    found = poll(saying_json(200, {"status": "succeeded", "output": [{"b64_json": "iVBORw0KGgo="}]}))
    assert found.items[0].url == "data:image/png;base64,iVBORw0KGgo="


def broken(request):
    raise httpx.ReadTimeout("slow", request=request)


WAITING = {
    "pending": saying_json(200, PENDING),
    "unknown word": saying_json(200, {"id": "12ab", "status": "Warming up", "result": None}),
    "no status": saying_json(200, {}),
    "401": saying_json(401, {"error": {"message": "bad key"}}),
    "429": saying_json(429, {}),
    "500": saying_json(500, {"error": "x"}),
    "502 html": lambda request: httpx.Response(502, html="<html>Bad gateway</html>"),
    "200 html": lambda request: httpx.Response(200, html="<html>ok</html>"),
    "time-out": broken,
    "no route": lambda request: httpx.Response(404, text="404 page not found"),
    "200 of a bad key": saying_json(200, {"error": {"message": "token expired", "code": "invalid_token"}}),
    "200 without credit": saying_json(200, {"error": {"message": "no", "code": "insufficient_user_quota"}}),
    "200 of a rate limit": saying_json(200, {"error": {"message": "slower, please", "code": 429}}),
    "200 of a crowd": saying_json(200, {"error": {"message": "Too many requests", "type": "Aihubmix_api_error"}}),
    "200 of a fault": saying_json(200, {"error": {"message": "upstream", "code": 502}}),
}


@pytest.mark.parametrize("answer", WAITING.values(), ids=WAITING.keys())
def test_what_is_not_certain_leaves_the_task_pending(answer):
    assert isinstance(poll(answer), Pending)


ENDED = [
    (200, {"status": "Error", "result": None}, VendorFailed),
    (200, {"status": "failed", "error": {"message": "boom"}}, VendorFailed),
    (200, {"error": {"message": "boom"}}, VendorFailed),
    (200, {"status": "failed", "error": {"message": "no such seed", "code": 400}}, BadParameter),
    (200, {"status": "Error", "error": {"message": "overloaded", "code": 503}}, VendorFailed),
    (200, {"status": "Request Moderated", "details": {"Moderation Reasons": ["a"]}}, PromptRefused),
    (200, {"status": "Content Moderated", "result": None}, PictureRefused),
    (400, {"error": {"code": "moderation_blocked", "message": "x"}}, PromptRefused),
    (200, {"status": "Ready", "result": None}, Unreadable),
    (200, MISSING, NoAnswer),
    (404, MISSING, NoAnswer),
    (404, {"error": {"message": "task does not exist"}}, NoAnswer),
]


@pytest.mark.parametrize(("status", "document", "kind"), ENDED)
def test_what_the_vendor_states_ends_the_task(status, document, kind):
    assert type(poll(saying_json(status, document))) is kind


def test_a_task_not_yet_known_is_waited_for():
    young, old = Task("a", KEY, 9.0), Task("b", KEY, 10.0)
    found = poll(saying_json(404, MISSING), young, old)
    assert isinstance(found["a"], Pending)
    assert isinstance(found["b"], NoAnswer)


def test_the_base_address_is_asked_where_the_tasks_address_has_no_route():
    def answer(request):
        return httpx.Response(404) if request.url.host == "api.aihubmix.com" else httpx.Response(200, json=READY)

    assert poll(answer).items


@pytest.mark.parametrize("status", [200, 404])
def test_a_task_that_the_tasks_address_does_not_know_may_be_known_at_the_base_address(status):
    def answer(request):
        here = request.url.host == "api.aihubmix.com"
        return httpx.Response(status, json=MISSING) if here else httpx.Response(200, json=PENDING)

    assert poll(answer) == Pending("pending")


def test_a_task_is_lost_where_no_address_that_answers_knows_it():
    def answer(request):
        here = request.url.host == "api.aihubmix.com"
        return httpx.Response(404, json=MISSING) if here else httpx.Response(404, text="404 page not found")

    assert isinstance(poll(answer), NoAnswer)


def test_a_task_is_not_lost_while_an_address_is_away():
    def answer(request):
        if request.url.host == "api.aihubmix.com":
            return httpx.Response(404, json=MISSING)
        raise httpx.ConnectError("refused", request=request)

    assert isinstance(poll(answer), Pending)


def test_a_tasks_address_without_a_connection_is_left_for_the_batch():
    seen = []

    def answer(request):
        seen.append(request.url.host)
        if request.url.host == "api.aihubmix.com":
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(200, json=PENDING)

    poll(answer, *[Task(str(number), KEY, 1.0) for number in range(200)])
    assert seen.count("aihubmix.com") == 200
    assert seen.count("api.aihubmix.com") <= polls.AT_ONCE


def test_each_task_is_asked_with_its_own_key():
    seen = {}

    def answer(request):
        seen[request.url.path] = request.headers["authorization"]
        return httpx.Response(200, json=PENDING)

    poll(answer, Task("a", "sk-one", 1.0), Task("b", "sk-two", 1.0))
    assert seen == {"/v1/tasks/a": "Bearer sk-one", "/v1/tasks/b": "Bearer sk-two"}


def test_a_batch_out_of_time_leaves_the_rest(monkeypatch):
    monkeypatch.setattr(polls, "BATCH_TIME", -1.0)
    assert poll(saying_json(200, READY)) == Pending("not asked")


def test_an_echoed_key_is_taken_out():
    found = poll(saying_json(200, {"error": {"message": f"it broke for {KEY}"}}))
    assert isinstance(found, VendorFailed)
    assert KEY not in str(found) + repr(found)


def test_no_tasks_are_no_polls():
    assert Gateway(GatewayConfig()).poll_many([]) == {}


def test_real_sockets_carry_a_batch_and_then_another():
    answer = head("content-length: 30") + b'{"status":"Pending","id":"1"}\n'
    with serving(saying(answer)) as base:
        made = at(base)
        tasks = [Task(str(number), KEY, 1.0) for number in range(120)]
        assert set(made.poll_many(tasks).values()) == {Pending("pending")}
        assert len(made.poll_many(tasks)) == 120
        made.close()
