"""The client of the gateway. Every method is safe to call from many threads at once; one Gateway per process.

Nothing is repeated here: an error says whether it may be (``repeatable``), and lifecycle.py decides when.
"""

import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any

import httpx

from studio.catalogue.spec import Lane
from studio.gateway import chat, classify, moderations
from studio.gateway import spool as spooled
from studio.gateway.addresses import Resolver, resolve
from studio.gateway.balance import REMAIN, STATUS, balance_in, points_per_dollar
from studio.gateway.body import Request
from studio.gateway.download import Downloads
from studio.gateway.errors import BadParameter, GatewayError, InDoubt, NoAnswer, NotSent, Unreadable, VendorFailed
from studio.gateway.polling import Polled, Poller
from studio.gateway.protocols import request_for
from studio.gateway.redaction import redact
from studio.gateway.spool import Head
from studio.gateway.transport import CONNECT_TIMEOUT, DeadlineBackend, PublicBackend, deadline, http_transport
from studio.gateway.types import Balance, Call, Downloaded, GatewayConfig, Pictures, Receipt, Rehearsal, Task

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
POOL_TIMEOUT = 10.0  # seconds
SHOWN_FOR_KEY, SHOWN_FOR_CODE = "[key]", "[code]"
BALANCE_TIMEOUT = 6.0  # seconds; somebody waits at a form


class Gateway:
    """``transport`` and ``async_transport`` replace the network in tests, ``resolver`` the look-up of link hosts."""

    def __init__(
        self,
        config: GatewayConfig,
        transport: httpx.BaseTransport | None = None,
        async_transport: httpx.AsyncBaseTransport | None = None,
        resolver: Resolver = resolve,
    ):
        self.config = config
        self._client = plain_client(transport or http_transport(DeadlineBackend(), config.max_connections))
        self._downloads = Downloads(
            config,
            trusted=self._client,
            public=plain_client(transport or link_transport(config, resolver)),
            resolver=resolver,
            precheck=bool(transport or config.download_proxy_url),
        )
        self._poller = Poller(config, async_transport)
        self._per_dollar: Decimal | None = None
        self.close = weakref.finalize(self, close_all, self._client, self._downloads, self._poller)

    def send(self, call: Call, *, key: str, spool: Path) -> Pictures | Receipt:
        """Sends a paid call once. The whole answer lies in ``spool`` before it is read; raises GatewayError.

        Inline pictures are decoded into ``<spool>.<i>``. ``spec.timeout`` seconds are the whole of its time.
        """
        with redacted(key):
            self._ask(call, key, spool)
            with kept():
                return spooled.settle(spool)

    def rehearse(self, call: Call) -> Rehearsal:
        """What ``send`` would send for this call, built by the same code. Sends nothing and needs no key."""
        wire = request_for(call)
        request = self._built(wire, call, SHOWN_FOR_KEY)
        headers = [(name, SHOWN_FOR_CODE if name == "app-code" else value) for name, value in request.headers.items()]
        return Rehearsal(request.method, str(request.url), tuple(headers), wire.body.told())

    def read(self, spool: Path, lane: Lane, *, key: str = "") -> Pictures | Receipt:
        """Reads a stored answer again, as ``send`` did. FileNotFoundError where none was stored whole."""
        with redacted(key):
            return spooled.settle(spool)

    def poll_many(self, polled: Sequence[Task]) -> dict[str, Polled]:
        """Asks after every task once, at most AT_ONCE at a time: by task id its pictures, Pending, or its error.

        Failures of the poll itself are Pending. An inline picture comes as a data: link, which ``download`` reads.
        """
        return self._poller.poll(polled)

    def download(self, url: str, to: Path) -> Downloaded:
        """Fetches a result link into ``to``, checked and forced to disk. Raises a NotUsable; the key is never sent."""
        return self._downloads.fetch(url, to)

    def balance(self, key: str) -> Balance:
        """What the key has left, in US dollars. Free; raises KeyRejected, NotSent, Busy or VendorFailed."""
        with redacted(key), free_of_doubt():
            return balance_in(self._json(REMAIN, self._headers(key)), self._points_per_dollar())

    def chat(self, question: chat.Question, *, key: str) -> chat.Answer:
        """Asks a chat model once: a paid call, so its errors say whether it may have been billed."""
        request = self._client.build_request(
            "POST",
            f"{self.config.base_url}{chat.PATH}",
            headers=self._headers(key),
            json=chat.body_of(question),
            timeout=httpx.Timeout(chat.TIMEOUT, connect=CONNECT_TIMEOUT, pool=POOL_TIMEOUT),
        )
        with redacted(key):
            with sent_within(chat.TIMEOUT), self._streamed(request) as response:
                content = capped(response)
            headers = response.headers
            wait = classify.retry_after(headers.get("retry-after"))
            request_id = headers.get("x-request-id", "")
            return chat.answer_in(response.status_code, content, request_id=request_id, retry_after=wait)

    def moderate(self, model: str, texts: Sequence[str], *, key: str) -> Mapping[str, float]:
        """Scores by category for these words. Free; raises GatewayError where there is no answer in time."""
        request = self._client.build_request(
            "POST",
            f"{self.config.base_url}{moderations.PATH}",
            headers=self._headers(key),
            json=moderations.body_of(model, texts),
            timeout=httpx.Timeout(moderations.TIMEOUT, connect=CONNECT_TIMEOUT, pool=POOL_TIMEOUT),
        )
        with redacted(key), free_of_doubt():
            with sent_within(moderations.TIMEOUT), self._streamed(request) as response:
                content = capped(response)
            wait = classify.retry_after(response.headers.get("retry-after"))
            told = {"request_id": response.headers.get("x-request-id", ""), "retry_after": wait}
            return moderations.scores_in(response.status_code, content, texts=len(texts), **told)

    def _points_per_dollar(self) -> Decimal:
        if self._per_dollar is None:
            try:
                self._per_dollar = points_per_dollar(self._json(STATUS, {}))
            except GatewayError:
                return Decimal(1)
        return self._per_dollar

    def _json(self, path: str, headers: Mapping[str, str]) -> Any:
        with sent_within(BALANCE_TIMEOUT):
            response = self._client.get(f"{self.config.base_url}{path}", headers=headers, timeout=BALANCE_TIMEOUT)
        request_id = response.headers.get("x-request-id", "")
        try:
            document: Any = response.json()
        except ValueError:
            document = response.text
        if response.status_code != 200:
            wait = classify.retry_after(response.headers.get("retry-after"))
            raise classify.http_error(response.status_code, document, request_id=request_id, retry_after=wait)
        said = classify.complaint(document)
        if said:
            raise classify.told_error(said, request_id=request_id)
        return document

    def _ask(self, call: Call, key: str, spool: Path) -> None:
        try:
            request = self._request(call, key)
        except OSError:
            raise BadParameter("A reference picture is no longer there.") from None
        try:
            with sent_within(call.spec.timeout), self._streamed(request) as response:
                head = head_of(response, call)
                with kept(head.request_id):
                    spooled.store(spool, head, response.iter_bytes())
        finally:
            spooled.part(spool).unlink(missing_ok=True)

    def _request(self, call: Call, key: str) -> httpx.Request:
        return self._built(request_for(call), call, key)

    def _built(self, wire: Request, call: Call, key: str) -> httpx.Request:
        headers = self._headers(key) | {"Content-Type": wire.content_type, "Content-Length": str(wire.body.length)}
        timeout = httpx.Timeout(call.spec.timeout, connect=CONNECT_TIMEOUT, pool=POOL_TIMEOUT)
        return self._client.build_request(
            "POST", f"{self.config.base_url}{wire.path}", headers=headers, content=wire.body, timeout=timeout
        )

    def _headers(self, key: str) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        return headers | ({"APP-Code": self.config.app_code} if self.config.app_code else {})

    @contextmanager
    def _streamed(self, request: httpx.Request) -> Iterator[httpx.Response]:
        response = self._client.send(request, stream=True)
        try:
            yield response
        finally:
            response.close()


def capped(response: httpx.Response) -> bytes:
    """The body, as far as anybody wants to read it."""
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > chat.BODY_MAX:
            raise chat.unusable(f"The answer is longer than {chat.BODY_MAX} bytes.", "")
    return bytes(content)


def link_transport(config: GatewayConfig, resolver: Resolver) -> httpx.HTTPTransport:
    """The network for result links: a checking one, or the operator's proxy, for which addresses are checked before."""
    if config.download_proxy_url:
        return http_transport(DeadlineBackend(), config.max_connections, config.download_proxy_url)
    return http_transport(PublicBackend(resolver), config.max_connections)


def plain_client(transport: httpx.BaseTransport) -> httpx.Client:
    """A client that keeps no cookies, follows nothing and asks for bodies as they are."""
    return httpx.Client(
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        headers={"Accept-Encoding": "identity", "User-Agent": "pinacoteca"},
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=())),
    )


def head_of(response: httpx.Response, call: Call) -> Head:
    headers = response.headers
    return Head(
        status=response.status_code,
        lane=call.lane.value,
        family=call.spec.family,
        type=headers.get("content-type", "").lower(),
        request_id=headers.get("x-request-id", ""),
        retry_after=classify.retry_after(headers.get("retry-after")),
    )


@contextmanager
def sent_within(seconds: float) -> Iterator[None]:
    """A paid request's network: ends at its deadline, and says of each failure whether the request may have left."""
    try:
        with deadline(seconds):
            yield
    except NEVER_LEFT as error:
        raise NotSent(redact(str(error))) from None
    except (httpx.RequestError, httpx.StreamError) as error:
        raise NoAnswer(redact(f"{type(error).__name__}: {error}")) from None


@contextmanager
def kept(request_id: str = "") -> Iterator[None]:
    """A disk that fails once the vendor has answered says nothing of what the answer was, and so of the money."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Unreadable(f"The answer could not be kept: {why}.", request_id=request_id) from error


@contextmanager
def redacted(key: str) -> Iterator[None]:
    """Vendors echo keys in their complaints: none leaves here."""
    try:
        yield
    except GatewayError as error:
        error.detail = redact(error.detail, key)
        error.args = (error.detail or error.code,)
        raise


def close_all(*held: httpx.Client | Downloads | Poller) -> None:
    """Lets the connections go: by ``close()``, or when nobody holds the Gateway any more."""
    for one in held:
        one.close()


@contextmanager
def free_of_doubt() -> Iterator[None]:
    """A free call that got no answer has failed, and that is all: nothing can have been billed."""
    try:
        yield
    except InDoubt as error:
        raise VendorFailed(error.detail, request_id=error.request_id, status=error.status) from None
