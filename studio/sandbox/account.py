"""Routes around the pictures: balance, status, model lists, result links."""

import json
import time
from typing import Any

from studio.sandbox.families import GEMINI_MODELS, GENERATIONS, PREDICTIONS
from studio.sandbox.keys import balance_of, key_of
from studio.sandbox.links import Link
from studio.sandbox.state import Sandbox
from studio.sandbox.wire import Reply, Request

PIECE = 64 * 1024
DRIP = 1024
DRIP_SECONDS = 0.5
PRIVATE = "http://10.0.0.1/picture.png"
STORE_ERROR = "application/json"


async def balance(sandbox: Sandbox, request: Request) -> Reply:
    """What remains, under the name that the gateway gives it."""
    key = key_of(request, "gateway")
    return Reply.of_json({"object": "list", "total_usage": balance_of(key, sandbox.config.balance)})


async def status(sandbox: Sandbox, request: Request) -> Reply:
    """Public settings of the gateway."""
    return Reply.of_json({"success": True, "data": {"display_in_currency": True, "quota_per_unit": 500_000}})


async def models(sandbox: Sandbox, request: Request) -> Reply:
    """Public list in OpenAI's shape."""
    items = [{"id": name, "object": "model", "owned_by": "sandbox"} for name in _ids()]
    return Reply.of_json({"object": "list", "data": items})


async def image_models(sandbox: Sandbox, request: Request) -> Reply:
    """The gateway's own list; anything but image models is empty here."""
    wanted = request.query.get("type", "image_generation") == "image_generation"
    part = request.query.get("model", "").lower()
    items = [_described(name) for name in _ids() if wanted and part in name.lower()]
    return Reply.of_json({"success": True, "data": items})


def _ids() -> list[str]:
    names = [path.partition("/")[2] for path in PREDICTIONS]
    return [*dict.fromkeys([*names, *GENERATIONS, *GEMINI_MODELS])]


def _described(name: str) -> dict[str, Any]:
    return {
        "model_id": name,
        "types": "image_generation",
        "features": "",
        "input_modalities": "text,image",
        "pricing": {},
        "desc": f"{name}, drawn by the sandbox",
    }


async def file(sandbox: Sandbox, request: Request, token: str) -> Reply:
    """A result. With an Authorization header 400 MissingDateHeader, over 403, unknown 404."""
    if "authorization" in request.headers:
        return _store_error(400, "MissingDateHeader", "Date header is required with an Authorization header", request)
    link = sandbox.links.get(token)
    if link is None:
        return _store_error(404, "NoSuchKey", "The specified key does not exist", request)
    if link.expired:
        return _store_error(403, "AccessDenied", "Request has expired", request)
    link.fetched += 1
    return _spoilt(link, request) or _whole(link)


def _store_error(code: int, name: str, message: str, request: Request) -> Reply:
    body = {"requestId": request.id, "code": name, "message": message}
    return Reply([json.dumps(body).encode()], code, STORE_ERROR)


def _whole(link: Link) -> Reply:
    pieces = [link.data[at : at + PIECE] for at in range(0, len(link.data), PIECE)] if not link.shared else [link.data]
    left = max(0, int(link.expires_at - time.monotonic()))
    return Reply(pieces, content_type=link.content_type, headers={"cache-control": f"private, max-age={left}"})


def _spoilt(link: Link, request: Request) -> Reply | None:
    word = link.fault
    if word == "link-404":
        return _store_error(404, "NoSuchKey", "The specified key does not exist", request)
    if word == "link-503-once" and link.fetched == 1:
        return _store_error(503, "SlowDown", "Please reduce your request rate", request)
    if word in {"redirect", "redirect-private"} and "again" not in request.query:
        target = PRIVATE if word == "redirect-private" else f"{request.origin}{request.path}?again=1"
        return Reply([b""], 302, "text/plain", {"location": target})
    if word == "cut-file":
        half = len(link.data) // 2
        return Reply([link.data[:half], link.data[half:]], content_type=link.content_type, cut=True)
    if word == "slow-file" or (word == "slow-file-once" and link.fetched == 1):
        drips = [link.data[at : at + DRIP] for at in range(0, len(link.data), DRIP)]
        return Reply(drips, content_type=link.content_type, pause=DRIP_SECONDS)
    return None
