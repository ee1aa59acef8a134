"""What goes to the gateway and what comes back, as plain values. No ORM, no httpx."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.catalogue.spec import Lane, ModelSpec
from studio.gateway.errors import GatewayError


@dataclass(frozen=True, slots=True)
class GatewayConfig:
    """Addresses without a trailing slash or /v1; sizes in bytes, times in seconds."""

    base_url: str = "https://aihubmix.com"
    tasks_url: str = "https://api.aihubmix.com"
    app_code: str = ""
    trusted_origins: tuple[str, ...] = ()  # scheme://host:port, beside the two above, for downloads
    download_proxy_url: str = ""
    download_max_bytes: int = 64 * 1024 * 1024
    max_pixels: int = 50_000_000
    max_connections: int = 300


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A picture to send along; its bytes are read from ``path`` only when the request is written."""

    path: Path
    format: str  # png, jpeg, webp
    width: int
    height: int
    role: str = ""  # "style" or "character", where the model knows them


@dataclass(frozen=True, slots=True)
class Call:
    """One call to one model: what ``protocols/`` turn into an HTTP request.

    ``options`` are the cleaned ones of catalogue.Asked; ``n`` is the number of images of this call.
    """

    spec: ModelSpec
    lane: Lane
    prompt: str
    options: Mapping[str, Any]
    aspect: str
    n: int = 1
    references: tuple[ReferenceFile, ...] = ()
    mask: ReferenceFile | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One item of an answer: a link to fetch, a file already decoded into the spool, or an error of its own.

    ``revised_prompt``: the words that the vendor says it used. ``reported``: settings that it says it worked with, by
    their names on the wire. ``sha256`` of the file where it was found out while it was written.
    """

    url: str = ""
    path: Path | None = None
    revised_prompt: str = ""
    seed: int | None = None
    error: GatewayError | None = None
    reported: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """A finished answer. ``usage`` as the vendor reports it (token counts), empty where it does not."""

    items: tuple[Picture, ...]
    request_id: str = ""
    usage: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""  # text the model said beside its pictures


@dataclass(frozen=True, slots=True)
class Receipt:
    """The vendor works on it; ``task_id`` is to be polled at the tasks address."""

    task_id: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A request that is not sent. Keys are masked, files stand in the ``body`` as their size."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A poll's answer while the task goes on; ``status`` in the vendor's word."""

    status: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task to poll. ``age`` in seconds since its receipt: "Task not found" is tolerated for the first ten."""

    id: str
    key: str = field(repr=False)
    age: float


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A fetched and sniffed picture file. ``format`` is one of png, jpeg, webp, avif, gif."""

    path: Path
    format: str
    width: int
    height: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Balance:
    """``remaining`` US dollars; None means without a limit."""

    remaining: Decimal | None
