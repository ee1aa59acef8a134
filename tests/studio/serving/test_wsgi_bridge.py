"""Django behind the ASGI port: what a page gets of a request, and what leaves of its answer."""

import asyncio
from collections import deque
from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from studio.serving import wsgi_bridge
from studio.serving.wsgi_bridge import Bridge

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/run/é",
    "query_string": b"a=1",
    "http_version": "1.1",
    "scheme": "http",
    "server": ("127.0.0.1", 8000),
    "client": ("10.0.0.7", 5000),
    "headers": [(b"host", b"studio"), (b"content-length", b"9")],
}


def asked(page, *pieces, headers=(), **scope):
    """(what ``page`` was told, the messages that left) for a body that comes in ``pieces``; its sender stays."""
    told, sent = {}, []
    arriving = deque({"type": "http.request", "body": piece, "more_body": True} for piece in pieces[:-1])
    arriving.append({"type": "http.request", "body": pieces[-1] if pieces else b""})

    def pages(environ, start_response):
        told.update(environ)
        response = page(environ)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    async def receive():
        if not arriving:
            await asyncio.Event().wait()
        return arriving.popleft()

    async def send(message):
        sent.append(message)

    given = SCOPE | scope | {"headers": [*SCOPE["headers"], *headers]}
    asyncio.run(Bridge(pages, threads=1)(given, receive, send))
    return told, sent


def hello(environ):
    return HttpResponse("hello", headers={"X-One": "1"})


def body(sent):
    return b"".join(message["body"] for message in sent[1:])


def test_a_page_leaves_as_a_head_and_one_body():
    _, sent = asked(hello)
    head, whole = sent
    assert (head["status"], whole) == (200, {"type": "http.response.body", "body": b"hello"})
    assert (b"x-one", b"1") in head["headers"]


def test_a_page_is_told_what_was_asked():
    told, _ = asked(hello, b"123456789", headers=[(b"x-fragment", b"1"), (b"accept", b"a"), (b"accept", b"b")])
    names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_LENGTH", "REMOTE_ADDR", "SERVER_PORT")
    assert [told[name] for name in names] == ["POST", "/run/Ã©", "a=1", "9", "10.0.0.7", "8000"]
    assert [told[name] for name in ("HTTP_X_FRAGMENT", "HTTP_ACCEPT")] == ["1", "a,b"]


def test_cookies_in_two_lines_are_one_list():
    told, _ = asked(hello, headers=[(b"cookie", b"a=1"), (b"cookie", b"b=2")])
    assert told["HTTP_COOKIE"] == "a=1; b=2"


def test_a_name_that_passes_for_another_is_left_out():
    told, _ = asked(hello, headers=[(b"x_forwarded_proto", b"https")])
    assert "HTTP_X_FORWARDED_PROTO" not in told


@pytest.mark.parametrize("short", [10_000, 4])
@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lambda file: file.read(), b"one\ntwo\nthree"),
        (lambda file: file.read(5) + b"|" + file.read(), b"one\nt|wo\nthree"),
        (lambda file: file.readline() + b"|" + file.readline(2) + b"|" + file.read(3), b"one\n|tw|o\nt"),
        (b"|".join, b"one\n|two\n|three"),
    ],
)
def test_a_body_is_the_same_whether_it_is_short_or_arrives_while_it_is_read(monkeypatch, short, read, expected):
    monkeypatch.setattr(wsgi_bridge, "SHORT", short)
    _, sent = asked(lambda environ: HttpResponse(read(environ["wsgi.input"])), b"one\nt", b"wo", b"\nthree")
    assert body(sent) == expected


def test_a_client_that_goes_away_before_its_body_came_asks_no_page():
    asked_for = []

    async def receive():
        return {"type": "http.disconnect"}

    asyncio.run(Bridge(lambda *given: asked_for.append(given), threads=1)(SCOPE, receive, pytest.fail))
    assert asked_for == []


def test_a_stream_leaves_piece_by_piece():
    _, sent = asked(lambda environ: StreamingHttpResponse([b"a", b"b"]))
    assert [message["body"] for message in sent[1:]] == [b"a", b"b", b""]
    assert [message.get("more_body", False) for message in sent[1:]] == [True, True, False]


def test_a_file_leaves_in_large_pieces():
    _, sent = asked(lambda environ: FileResponse(BytesIO(b"x" * 300_000)))
    assert [len(message["body"]) for message in sent[1:]] == [wsgi_bridge.PIECE, 300_000 - wsgi_bridge.PIECE, 0]


def test_a_stream_of_known_length_ends_in_the_thread_of_its_last_byte():
    """Neither an empty piece is asked for, nor a way into a thread taken to close it."""
    happened = []

    class Kept(StreamingHttpResponse):
        def close(self):
            happened.append("closed")
            super().close()

    def pieces():
        for piece in (b"a", b"b"):
            happened.append(piece)
            yield piece
        happened.append("asked again")

    asked(lambda environ: Kept(pieces(), headers={"Content-Length": "2"}))
    assert happened == [b"a", b"b", "closed"]


def test_an_answer_is_closed_however_it_ends():
    closed = []

    class Broken(StreamingHttpResponse):
        def close(self):
            closed.append(True)
            super().close()

    def half():
        yield b"a"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        asked(lambda environ: Broken(half()))
    assert closed == [True]


def test_a_stream_holds_no_thread_while_a_piece_is_on_its_way():
    """One thread, and a reader who takes a piece only after a page was answered beside."""
    bridge = Bridge(
        wsgi(lambda environ: StreamingHttpResponse([b"a", b"b"]) if environ["PATH_INFO"] == "/zip" else HttpResponse()),
        threads=1,
    )
    order = []

    async def slowly():
        async def send(message):
            if message.get("body") == b"a":
                await bridge(SCOPE | {"path": "/page"}, once(), note)
            order.append(message.get("body"))

        await bridge(SCOPE | {"path": "/zip"}, once(), send)

    async def note(message):
        order.append("page")

    asyncio.run(asyncio.wait_for(slowly(), 10))
    assert order == [None, "page", "page", b"a", b"b", b""]


def test_a_stream_ends_when_its_reader_goes_away():
    made, closed, sent = [], [], []

    class Endless(StreamingHttpResponse):
        def close(self):
            closed.append(True)
            super().close()

    def pieces():
        while len(made) < 1000:
            made.append(1)
            yield b"x"

    async def send(message):
        sent.append(message)

    async def receive():
        if sent:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b""}

    asyncio.run(Bridge(wsgi(lambda environ: Endless(pieces())), threads=1)(SCOPE, receive, send))
    assert len(made) < 1000
    assert closed == [True]


def test_uploads_that_stall_leave_threads_to_the_pages():
    """As many as there are threads, each with more than is read before a thread is taken, and then nothing."""
    bridge = Bridge(wsgi(lambda environ: HttpResponse(environ["wsgi.input"].read(1 << 20)[:4])), threads=4)
    sent = []

    async def besieged():
        stalled = [asyncio.create_task(bridge(SCOPE, silent(), unheard)) for _ in range(4)]
        await asyncio.sleep(0)
        await bridge(SCOPE | {"path": "/page"}, once(), note)
        for one in stalled:
            one.cancel()

    async def note(message):
        sent.append(message)

    async def unheard(message):
        pytest.fail("a stalled upload was answered")

    asyncio.run(asyncio.wait_for(besieged(), 60))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


@pytest.mark.parametrize(("patience", "slowest", "pieces"), [(0.05, 4096, 0), (0.5, 1e12, 1_000_000)])
def test_an_upload_that_stalls_or_drips_is_over(monkeypatch, patience, slowest, pieces):
    monkeypatch.setattr(wsgi_bridge, "PATIENCE", patience)
    monkeypatch.setattr(wsgi_bridge, "SLOWEST", slowest)
    told, asked_for = [], []

    def page(environ):
        for _ in range(2):  # whoever asks again does not wait again
            with pytest.raises(OSError, match=r"stalled|slow"):
                environ["wsgi.input"].read()
            told.append(True)
        return HttpResponse("over")

    async def dripping():
        begun = silent()

        async def receive():
            if not asked_for:
                asked_for.append(True)
                return await begun()
            if len(asked_for) > pieces:
                await asyncio.Event().wait()
            asked_for.append(True)
            await asyncio.sleep(0.01)
            return {"type": "http.request", "body": b"x", "more_body": True}

        sent = []

        async def send(message):
            sent.append(message)

        await asyncio.wait_for(Bridge(wsgi(page), threads=1)(SCOPE, receive, send), 120)
        return sent

    assert body(asyncio.run(dripping())) == b"over"
    assert told == [True, True]


def silent():
    """A body that begins, is longer than is read in the loop, and never goes on."""
    left = deque([{"type": "http.request", "body": b"x" * (wsgi_bridge.SHORT + 1), "more_body": True}])

    async def receive():
        if not left:
            await asyncio.Event().wait()
        return left.popleft()

    return receive


def wsgi(page):
    def pages(environ, start_response):
        response = page(environ)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    return pages


def once():
    """An empty body, and a sender who stays."""
    left = deque([{"type": "http.request", "body": b""}])

    async def receive():
        if not left:
            await asyncio.Event().wait()
        return left.popleft()

    return receive
