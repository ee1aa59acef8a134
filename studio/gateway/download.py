"""Fetches a result link: to public addresses only, hop by hop, never with the key, never past its limits.

Links come from vendors and are not trusted (RELIABILITY.md section 8). Each hop's form is checked by
``addresses.check_link``; its address is checked where the connection is made, or, behind a proxy, before.
"""

import hashlib
import os
from binascii import Error as Base64Error
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from studio.gateway import spool as spooled
from studio.gateway.addresses import Resolver, check_link, origin, origins, public_addresses
from studio.gateway.errors import ForbiddenAddress, GatewayError, LinkBroken, LinkExpired, NotAPicture, TooLarge
from studio.gateway.inspection import inspect
from studio.gateway.redaction import redact
from studio.gateway.transport import CONNECT_TIMEOUT, deadline
from studio.gateway.types import Downloaded, GatewayConfig

HOPS = 4  # redirects followed
IDLE = 30.0  # seconds between two pieces
TOTAL = 180.0  # seconds in all
STORE_IS_ILL = frozenset({408, 425, 429})


class Downloads:
    """``trusted`` fetches from the operator's origins, ``public`` from anywhere else.

    ``precheck`` is set where ``public`` does not check addresses as it connects: behind a proxy, and in tests.
    """

    def __init__(
        self, config: GatewayConfig, *, trusted: httpx.Client, public: httpx.Client, resolver: Resolver, precheck: bool
    ):
        self._config = config
        self._trusted = trusted
        self._public = public
        self._resolver = resolver
        self._precheck = precheck
        self._origins = origins((config.base_url, config.tasks_url, *config.trusted_origins))

    def fetch(self, url: str, to: Path) -> Downloaded:
        """The picture behind a link, or in a data: URI, checked and stored. Raises a NotUsable."""
        to.parent.mkdir(parents=True, exist_ok=True)
        part = spooled.part(to)
        try:
            sha256 = self._inline(url, part) if url.startswith("data:") else self._remote(url, part)
            found = inspect(part, max_pixels=self._config.max_pixels, sha256=sha256)
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
        return Downloaded(to, found.format, found.width, found.height, found.bytes, found.sha256)

    def close(self) -> None:
        self._public.close()

    def _inline(self, url: str, part: Path) -> str:
        head, _, text = url.partition(",")
        if ";base64" not in head:
            raise NotAPicture("The link is text, not a picture.")
        if len(text) > self._config.download_max_bytes * 4 // 3 + 4:
            raise self._too_large()
        try:
            spooled.decode(text.encode(errors="replace"), 0, len(text), part)
        except Base64Error:
            raise NotAPicture("The picture's base64 text is broken.") from None
        return ""

    def _remote(self, url: str, part: Path) -> str:
        with fetched_within(TOTAL):
            place = httpx.URL(url)
            for _ in range(HOPS + 1):
                with self._answer(place) as response:
                    if not response.has_redirect_location:
                        return self._store(response, part)
                    place = place.join(response.headers["location"])
        raise LinkBroken(f"The link was redirected more than {HOPS} times.")

    @contextmanager
    def _answer(self, url: httpx.URL) -> Iterator[httpx.Response]:
        client = self._client_for(url)
        timeout = httpx.Timeout(IDLE, connect=CONNECT_TIMEOUT)
        request = client.build_request("GET", url, headers={"Accept": "image/*"}, timeout=timeout)
        response = client.send(request, stream=True)
        try:
            yield response
        finally:
            response.close()

    def _client_for(self, url: httpx.URL) -> httpx.Client:
        if check_link(url, self._origins):
            return self._trusted
        if self._precheck:
            _, host, port = origin(url)
            public_addresses(host, port, self._resolver)
        return self._public

    def _store(self, response: httpx.Response, part: Path) -> str:
        """Streams the body to ``part``; its SHA-256 in hex."""
        self._refuse_by_head(response)
        size, digest = 0, hashlib.sha256()
        with part.open("wb") as file:
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > self._config.download_max_bytes:
                    raise self._too_large()
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        claimed = response.headers.get("content-length", "")
        if claimed.isdecimal() and int(claimed) != size:
            raise LinkBroken(f"The file ended after {size} of {claimed} bytes.")
        return digest.hexdigest()

    def _refuse_by_head(self, response: httpx.Response) -> None:
        status, headers = response.status_code, response.headers
        if status >= 500 or status in STORE_IS_ILL:
            raise LinkBroken(f"The store answered {status}.", status=status)
        if status != 200:
            raise LinkExpired(f"The store answered {status}.", status=status)
        if headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
            raise NotAPicture("The file came encoded, though that was not allowed.")
        claimed = headers.get("content-length", "")
        if claimed.isdecimal() and int(claimed) > self._config.download_max_bytes:
            raise self._too_large()

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The file is larger than {self._config.download_max_bytes} bytes.")


@contextmanager
def fetched_within(seconds: float) -> Iterator[None]:
    """Ends at the deadline, and turns whatever the network raises into a LinkBroken."""
    try:
        with deadline(seconds):
            yield
    except GatewayError:
        raise
    except httpx.InvalidURL:
        raise ForbiddenAddress("The link is no address.") from None
    except (httpx.RequestError, httpx.StreamError) as error:
        raise LinkBroken(redact(f"{type(error).__name__}: {error}")) from None
