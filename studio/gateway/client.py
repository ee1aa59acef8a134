"""The client of the gateway. Every method is safe to call from many threads at once; one Gateway per process.

Nothing is repeated here: an error says whether it may be (``repeatable``), and lifecycle.py decides when.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx

from studio.catalogue.spec import Lane
from studio.gateway import classify, spool as spooled
from studio.gateway.addresses import Resolver, resolve
from studio.gateway.errors import BadParameter, GatewayError, NoAnswer, NotSent
from studio.gateway.protocols import request_for
from studio.gateway.redaction import redact
from studio.gateway.spool import Head
from studio.gateway.transport import CONNECT_TIMEOUT, DeadlineBackend, deadline, http_transport
from studio.gateway.types import Balance, Call, Downloaded, GatewayConfig, Pending, Pictures, Receipt, Task

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
POOL_TIMEOUT = 10.0  # seconds


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
        network = transport or http_transport(DeadlineBackend(), max_connections=config.max_connections)
        self._client = plain_client(network)

    def send(self, call: Call, *, key: str, spool: Path) -> Pictures | Receipt:
        """Sends a paid call once. The whole answer lies in ``spool`` before it is read; raises GatewayError.

        Inline pictures are decoded into ``<spool>.<i>``. ``spec.timeout`` seconds are the whole of its time.
        """
        with redacted(key):
            self._ask(call, key, spool)
            return spooled.settle(spool)

    def read(self, spool: Path, lane: Lane) -> Pictures | Receipt:
        """Reads a stored answer again, as ``send`` did. FileNotFoundError where none was stored whole."""
        return spooled.settle(spool)

    def _ask(self, call: Call, key: str, spool: Path) -> None:
        try:
            request = self._request(call, key)
        except OSError:
            raise BadParameter("A reference picture is no longer there.") from None
        try:
            with sent_within(call.spec.timeout), self._streamed(request) as response:
                spooled.store(spool, head_of(response, call), response.iter_bytes())
        finally:
            spooled.part(spool).unlink(missing_ok=True)

    def _request(self, call: Call, key: str) -> httpx.Request:
        wire = request_for(call)
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
def redacted(key: str) -> Iterator[None]:
    """Vendors echo keys in their complaints: none leaves here."""
    try:
        yield
    except GatewayError as error:
        error.detail = redact(error.detail, key)
        error.args = (error.detail or error.code,)
        raise
