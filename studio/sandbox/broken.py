"""What the faults of faults.py answer and what they make of a picture."""

import struct
import zlib
from functools import cache

from studio.sandbox.config import SandboxConfig
from studio.sandbox.problems import RequestError, no_channel
from studio.sandbox.wire import Reply

HTML = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
BOMB_SIDE = 20_000
BUSY = "Too many requests, please try again later"


def problem(word: str, model: str, config: SandboxConfig) -> RequestError | None:
    """The error of an answer fault; None where the fault is no JSON error."""
    gateway = "Aihubmix_api_error"
    kind = word.removesuffix("-once")
    wait = {"retry-after": f"{config.retry_after:g}"}
    table = {
        "401": RequestError(401, "Incorrect API key provided", code="invalid_api_key", kind=gateway),
        "403-quota": RequestError(403, "Insufficient user quota", code="insufficient_user_quota", kind=gateway),
        "404-retired": RequestError(404, f"The model {model} is retired", code="model_retired", kind=gateway),
        "429": RequestError(429, BUSY, code="rate_limit_exceeded", kind=gateway, headers=wait),
        "429-bare": RequestError(429, BUSY, code="rate_limit_exceeded", kind=gateway),
        "500": RequestError(500, "Internal server error", code="internal_error", kind=gateway),
        "503": no_channel(model),
        "200-error": RequestError(200, "The upstream service failed", code="upstream_error", kind=gateway),
    }
    return table.get(kind)


def reply(word: str) -> Reply | None:
    """The answer of a fault that is no JSON error."""
    table = {
        "502-html": Reply.of_text(HTML, 502, "text/html"),
        "504": Reply.of_text("upstream request timeout", 504),
        "200-html": Reply.of_text(HTML, 200, "text/html"),
        "bad-json": Reply([b'{"output":[{"url":"http']),
    }
    return table.get(word)


def spoil(word: str, data: bytes, config: SandboxConfig) -> bytes:
    """The picture's bytes under a picture fault."""
    if word == "truncated":
        return data[: len(data) // 2]
    if word == "oversized":
        head = _chunk(b"IHDR", struct.pack(">2I5B", 1024, 1024, 8, 2, 0, 0, 0))
        return (b"\x89PNG\r\n\x1a\n" + head).ljust(config.oversized_bytes, b"\0")
    if word == "bomb":
        return _bomb()
    return {"text-file": b"this is no picture\n" * 40, "svg": SVG}.get(word, data)


def declared_type(word: str, form: str) -> str:
    """The content type that a link names."""
    types = {"svg": "image/svg+xml", "text-file": "text/plain", "wrong-type": "image/gif"}
    return types.get(word, f"image/{form}")


@cache
def _bomb() -> bytes:
    row = b"\0" * (1 + BOMB_SIDE // 8)
    squeeze = zlib.compressobj(9)
    rows = b"".join(squeeze.compress(row) for _ in range(BOMB_SIDE)) + squeeze.flush()
    head = struct.pack(">2I5B", BOMB_SIDE, BOMB_SIDE, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
