"""A caller of the sandbox over a real socket, on the standard library alone."""

import base64
import io
import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

KEY = "sk-test-7890"
BOUNDARY = "----sandbox"


@dataclass(frozen=True)
class Got:
    """One answer."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def code(self) -> str:
        return self.json["error"]["code"]


class Caller:
    """Speaks to one base address with one key."""

    def __init__(self, base: str) -> None:
        self.base = base

    def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Got:
        connection = HTTPConnection(urlsplit(self.base).netloc, timeout=30)
        try:
            given = {"Authorization": f"Bearer {KEY}"} if headers is None else headers
            connection.request(method, path, body or None, given)
            answer: HTTPResponse = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, names, answer.read())
        finally:
            connection.close()

    def get(self, path: str, headers: dict[str, str] | None = None) -> Got:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, value: Any, headers: dict[str, str] | None = None) -> Got:
        return self.send("POST", path, json.dumps(value).encode(), headers)

    def predict(self, model: str, **values: Any) -> Got:
        return self.post(f"/v1/models/{model}/predictions", {"input": {"prompt": "a vase", **values}})

    def form(self, path: str, fields: dict[str, str], files: list[tuple[str, bytes]]) -> Got:
        pieces = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
        pieces += [f'name="{name}"; filename="a.png"\r\n\r\n'.encode() + data for name, data in files]
        head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
        body = b"".join(head + piece + b"\r\n" for piece in pieces) + f"--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.send("POST", path, body, {"Authorization": f"Bearer {KEY}", "Content-Type": kind})

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Got:
        parts = urlsplit(url)
        return self.get(f"{parts.path}?{parts.query}", headers or {})


def png(width: int = 600, height: int = 600, mode: str = "RGB", colour: Any = None) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), colour or 120).save(out, "PNG")
    return out.getvalue()


def data_uri(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


def picture(data: bytes | str) -> Image.Image:
    """Decoded to its last pixel."""
    image = Image.open(io.BytesIO(base64.b64decode(data) if isinstance(data, str) else data))
    image.load()
    return image
