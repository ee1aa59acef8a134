"""Calls, gateways and pictures for the tests of this room."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from studio import catalogue
from studio.catalogue.spec import Lane
from studio.gateway import Call, Gateway, GatewayConfig, ReferenceFile
from studio.gateway.protocols import request_for

KEY = "sk-0123456789abcdef"
PUBLIC = "93.184.215.14"


def call(model: str = "openai/gpt-image-1.5", *, lane: Lane | None = None, **kw: Any) -> Call:
    spec = catalogue.get(model)
    options = {option.name: option.default for option in spec.options} | kw.pop("options", {})
    kw = {"prompt": "A deer", "aspect": "auto"} | kw
    return Call(spec=spec, lane=lane or spec.lane, options=options, **kw)


def gateway(answer: Callable[[httpx.Request], httpx.Response], **config: Any) -> Gateway:
    """A gateway whose whole network is ``answer``; every link host is public."""
    return Gateway(GatewayConfig(**config), transport=httpx.MockTransport(answer), resolver=lambda host, port: [PUBLIC])


def answering(*args: Any, **kw: Any) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(*args, **kw)


def at(url: str, **config: Any) -> Gateway:
    """A gateway over real sockets."""
    return Gateway(GatewayConfig(base_url=url, tasks_url=url, **config))


def picture(format: str = "PNG", size: tuple[int, int] = (64, 48)) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(file, format)
    return file.getvalue()


def reference(folder: Path, name: str = "a.png", content: bytes = b"\x89PNG-a") -> ReferenceFile:
    path = folder / name
    path.write_bytes(content)
    return ReferenceFile(path, name.rpartition(".")[2], 1, 1)


def wire(wanted: Call) -> tuple[str, bytes]:
    """Path and body of a call, with the multipart boundary written as BOUNDARY."""
    request = request_for(wanted)
    body = b"".join(request.body)
    boundary = re.search(r"boundary=(\w+)", request.content_type)
    return request.path, body.replace(boundary[1].encode(), b"BOUNDARY") if boundary else body
