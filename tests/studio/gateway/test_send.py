"""Sending a paid call over real sockets: what each failure says of the money."""

import socket
import struct

import httpx
import pytest

from studio.catalogue.spec import Lane
from studio.gateway import ReferenceFile, spool
from studio.gateway.errors import BadParameter, Busy, GatewayError, NoAnswer, NotSent, Unreadable, VendorFault
from tests.studio.gateway.builders import KEY, answering, at, call, gateway, picture
from tests.studio.gateway.loopback import dripping, head, read_request, saying, serving, silent, stopping

ANSWER = b'{"output":[{"url":"https://cdn.example/a.png"}]}'
OK = head("content-type: application/json", f"content-length: {len(ANSWER)}", "x-request-id: r1") + ANSWER


def quick(seconds=0.4, **kw):
    wanted = call(**kw)
    object.__setattr__(wanted.spec, "timeout", seconds)
    return wanted


@pytest.fixture(autouse=True)
def own_timeout():
    spec = call().spec
    timeout = spec.timeout
    yield
    object.__setattr__(spec, "timeout", timeout)


def send(base, folder, wanted=None):
    return at(base).send(wanted or call(), key=KEY, spool=folder / "deep" / "s")


def test_an_answer_is_stored_and_read(tmp_path):
    with serving(saying(OK)) as base:
        found = send(base, tmp_path)
    assert (found.items[0].url, found.request_id) == ("https://cdn.example/a.png", "r1")
    assert at(base).read(tmp_path / "deep" / "s", Lane.PREDICTIONS) == found


def test_a_refused_connection_was_never_sent(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotSent):
        send(f"http://127.0.0.1:{port}", tmp_path)


def test_an_unknown_host_was_never_sent(tmp_path):
    with pytest.raises(NotSent):
        send("http://nowhere.invalid", tmp_path)


def test_a_silent_gateway_is_in_doubt_at_the_deadline(tmp_path):
    with stopping() as stop, serving(silent(stop)) as base, pytest.raises(NoAnswer):
        send(base, tmp_path, quick())


@pytest.mark.parametrize(
    ("first", "drop"),
    [(head("content-type: application/json"), b" "), (b"HTTP/1.1 200 OK\r\n", b"x-drip: 1\r\n"), (b"", b"H")],
    ids=["body", "headers", "status"],
)
def test_a_dripping_gateway_ends_at_the_deadline(tmp_path, first, drop):
    with stopping() as stop, serving(dripping(stop, first, drop)) as base, pytest.raises(NoAnswer):
        send(base, tmp_path, quick())


def reset(peer):
    read_request(peer)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    "behaviour",
    [
        reset,
        saying(b""),
        saying(OK[:-10]),
        saying(head("transfer-encoding: chunked") + b'5\r\n{"a":\r\n'),
        saying(b"SSH-2.0-OpenSSH\r\n"),
    ],
    ids=["reset", "closed", "truncated", "chunk cut off", "no http"],
)
def test_a_broken_answer_is_in_doubt(tmp_path, behaviour):
    with serving(behaviour) as base, pytest.raises(NoAnswer) as caught:
        send(base, tmp_path)
    assert (caught.value.billed, caught.value.repeatable) == ("maybe", False)
    assert [*tmp_path.rglob("s*")] == []


@pytest.mark.parametrize(
    ("status", "kind"), [("500 x", VendorFault), ("502 x", VendorFault), ("503 x", VendorFault), ("200 OK", Unreadable)]
)
def test_html_is_told_by_its_status(tmp_path, status, kind):
    page = b"<html>an edge</html>"
    answer = head("content-type: text/html", f"content-length: {len(page)}", status=status) + page
    with serving(saying(answer)) as base, pytest.raises(kind) as caught:
        send(base, tmp_path)
    assert caught.value.detail == "an edge"


def test_a_wait_is_kept(tmp_path):
    answer = head("retry-after: 7", "content-length: 2", status="429 x") + b"{}"
    with serving(saying(answer)) as base, pytest.raises(Busy) as caught:
        send(base, tmp_path)
    assert caught.value.retry_after == 7.0


def test_a_lost_reference_stops_the_call_before_sending(tmp_path):
    lost = ReferenceFile(tmp_path / "gone.png", "png", 1, 1)
    wanted = call(lane=Lane.EDITS, references=(lost,))
    with pytest.raises(BadParameter):
        gateway(answering(200)).send(wanted, key=KEY, spool=tmp_path / "s")


def test_a_redirected_post_is_not_followed(tmp_path):
    def answer(request):
        assert request.url.host == "aihubmix.com"
        return answering(302, headers={"location": "https://elsewhere.example/"})(request)

    with pytest.raises(GatewayError) as caught:
        gateway(answer).send(call(), key=KEY, spool=tmp_path / "s")
    assert caught.value.code == "rejected"


def test_references_arrive_whole_with_their_length(tmp_path):
    content, seen = picture(size=(300, 200)), []

    def keep(peer):
        seen.append(read_request(peer))
        peer.sendall(OK)

    (tmp_path / "a.png").write_bytes(content)
    wanted = call(lane=Lane.EDITS, references=(ReferenceFile(tmp_path / "a.png", "png", 300, 200),))
    with serving(keep) as base:
        send(base, tmp_path, wanted)
    assert content in seen[0]
    assert b"transfer-encoding" not in seen[0].lower()


@pytest.mark.parametrize("step", ["store", "settle"])
def test_a_disk_that_fails_under_an_answer_says_nothing_of_the_money(tmp_path, monkeypatch, step):
    def gone(*args):
        raise FileNotFoundError(2, "No such file or directory", "s.part")

    monkeypatch.setattr(spool, step, gone)
    answer = answering(200, json={}, headers={"x-request-id": "r7"})
    with pytest.raises(Unreadable, match="could not be kept") as caught:
        gateway(answer).send(call(), key=KEY, spool=tmp_path / "s")
    assert (caught.value.billed, caught.value.request_id) == ("maybe", "r7" if step == "store" else "")


RAISED = [kind for kind in vars(httpx).values() if isinstance(kind, type) and issubclass(kind, httpx.TransportError)]
CERTAIN = {httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol}


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_only_what_never_left_is_sent_again(tmp_path, kind):
    def fail(request):
        raise kind("it broke")

    with pytest.raises(GatewayError) as caught:
        gateway(fail).send(call(), key=KEY, spool=tmp_path / "s")
    certain = kind in CERTAIN
    assert (type(caught.value), caught.value.repeatable) == (NotSent if certain else NoAnswer, certain)


def test_a_key_that_an_answer_echoes_leaves_neither_the_call_nor_a_later_reading(tmp_path):
    key = "0123456789abcdef"  # nothing in it looks like one
    made = gateway(answering(401, json={"error": {"message": f"{key} is wrong"}}))
    for told in (made.send, lambda _, key, spool: made.read(spool, Lane.PREDICTIONS, key=key)):
        with pytest.raises(GatewayError) as caught:
            told(call(), key=key, spool=tmp_path / "s")
        assert (caught.value.detail, str(caught.value)) == ("[key] is wrong", "[key] is wrong")
