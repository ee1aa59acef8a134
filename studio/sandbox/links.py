"""Result links: unguessable, short-lived, and refused with an Authorization header, as Baidu's store does."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MOST_BYTES = 384 * 1024 * 1024
PREFIX = "/files/"
MOST_LINKS = 50_000


@dataclass(slots=True)
class Link:
    """A stored file. ``expires_at`` by the monotonic clock, ``fault`` a word of faults.py."""

    data: bytes
    content_type: str
    expires_at: float
    fault: str = ""
    fetched: int = 0
    shared: bool = False  # one picture for all: does not count towards the store's bytes

    @property
    def expired(self) -> bool:
        return time.monotonic() >= self.expires_at


@dataclass(slots=True)
class Links:
    """Holds at most 384 MB; the oldest files go first, as if their time were over, and ``forget`` hears of it."""

    by_token: OrderedDict[str, Link] = field(default_factory=OrderedDict)
    held: int = 0
    forget: Callable[[str], None] = lambda token: None

    def add(self, link: Link) -> str:
        """The path of a new link."""
        token = secrets.token_urlsafe(18)
        self.put(token, link)
        return f"{PREFIX}{token}"

    def put(self, token: str, link: Link) -> None:
        """A link under a token that was given out before."""
        self.by_token[token] = link
        self.held += _weight(link)
        while len(self.by_token) > 1 and (self.held > MOST_BYTES or len(self.by_token) > MOST_LINKS):
            gone, oldest = self.by_token.popitem(last=False)
            self.held -= _weight(oldest)
            self.forget(gone)

    def get(self, token: str) -> Link | None:
        """The link, also when it is over; None when it never was or fell out."""
        return self.by_token.get(token)

    def bytes_of(self, url: str) -> bytes | None:
        """The file behind a link of ours, for requests that name it as their reference; None for any other."""
        path = urlsplit(url).path
        link = self.by_token.get(path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None
        return link.data if link and not link.expired else None


def _weight(link: Link) -> int:
    return 0 if link.shared else len(link.data)
