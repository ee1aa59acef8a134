"""The routes that make pictures: from a request to an order, strict as the real lane, then on to calls.py."""

import asyncio
from collections.abc import Mapping
from typing import Any

from studio.sandbox import calls, multipart
from studio.sandbox.families import EDITS, GEMINI, GEMINI_MODELS, GENERATIONS, IDEOGRAM_NATIVE, PREDICTIONS
from studio.sandbox.keys import key_of, require_credit
from studio.sandbox.ledger import Entry
from studio.sandbox.orders import Ask, Family
from studio.sandbox.problems import RequestError, missing, no_channel
from studio.sandbox.rules import require_object
from studio.sandbox.state import Sandbox
from studio.sandbox.wire import Reply, Request, from_json

HEAVY_BYTES = 65_536  # beyond that a body may hold pictures, whose decoding would hold up all other calls


async def predictions(sandbox: Sandbox, request: Request, vendor: str, model: str) -> Reply:
    """Lane A."""
    body = await request.body()
    key = key_of(request, "gateway")
    require_credit(key)
    family = PREDICTIONS.get(f"{vendor}/{model}")
    if family is None:
        raise no_channel(model)
    parsed = from_json(body)
    for name in parsed:
        if name != "input":
            raise RequestError(400, f"Unknown parameter: '{name}'.", code="unknown_parameter", param=name)
    values = require_object(parsed.get("input"), "input")
    ask = Ask(model, values, sandbox.links.bytes_of, key)
    return await _make(sandbox, request, family, ask)


async def generations(sandbox: Sandbox, request: Request) -> Reply:
    """Lane B."""
    body = await request.body()
    key = key_of(request, "gateway")
    require_credit(key)
    values = from_json(body)
    model = _model(values)
    if model.startswith("gemini"):
        raise RequestError(400, 'Invalid JSON payload received. Unknown name "prompt": Cannot find field.')
    family = GENERATIONS.get(model)
    if family is None:
        raise no_channel(model)
    rest = {name: value for name, value in values.items() if name != "model"}
    ask = Ask(model, rest, sandbox.links.bytes_of, key, lane="B")
    return await _make(sandbox, request, family, ask)


async def edits(sandbox: Sandbox, request: Request) -> Reply:
    """Lane B with files."""
    body = await request.body()
    key = key_of(request, "gateway")
    require_credit(key)
    values, files = _form(request, body)
    model = _model(values)
    family = EDITS.get(model)
    if family is None:
        raise no_channel(model)
    rest = {name: value for name, value in values.items() if name != "model"}
    ask = Ask(model, rest, sandbox.links.bytes_of, key, lane="edits", files=files)
    return await _make(sandbox, request, family, ask)


async def gemini(sandbox: Sandbox, request: Request, model: str, action: str) -> Reply:
    """Lane C. The stream's body is a JSON array of one chunk."""
    body = await request.body()
    key = key_of(request, "gemini")
    require_credit(key)
    if model not in GEMINI_MODELS:
        raise RequestError(404, f"models/{model} is not found for API version v1beta")
    ask = Ask(model, from_json(body), sandbox.links.bytes_of, key, lane="C")
    reply = await _make(sandbox, request, GEMINI, ask)
    if action == "streamGenerateContent":
        reply.chunks = [b"[", *reply.chunks, b"]"]
    return reply


async def ideogram(sandbox: Sandbox, request: Request, action: str) -> Reply:
    """Lane D."""
    body = await request.body()
    key = key_of(request, "ideogram")
    require_credit(key)
    values, files = _form(request, body)
    ask = Ask(action, values, sandbox.links.bytes_of, key, lane="D", files=files)
    return await _make(sandbox, request, IDEOGRAM_NATIVE, ask)


async def _make(sandbox: Sandbox, request: Request, family: Family, ask: Ask) -> Reply:
    entry = Entry(request.id, request.path, ask.model, _prompt(ask.values), ask.key[-4:])
    sandbox.ledger.enter(entry)
    try:
        order = await asyncio.to_thread(family.order, ask) if request.weight > HEAVY_BYTES else family.order(ask)
        entry.prompt = order.prompt
        reply = await calls.serve(calls.Call(sandbox, request, family, order, entry))
        entry.status = reply.status
        return reply
    except calls.InsteadError as instead:
        entry.status = instead.reply.status
        return instead.reply
    except RequestError as problem:
        entry.status = problem.status
        raise
    finally:
        sandbox.ledger.leave()


def _prompt(values: Mapping[str, Any]) -> str:
    prompt = values.get("prompt", "")
    return prompt if isinstance(prompt, str) else ""


def _model(values: Mapping[str, Any]) -> str:
    model = values.get("model")
    if not isinstance(model, str) or not model:
        raise missing("model")
    return model


def _form(request: Request, body: bytes) -> tuple[dict[str, str], dict[str, tuple[bytes, ...]]]:
    values: dict[str, str] = {}
    files: dict[str, tuple[bytes, ...]] = {}
    for part in multipart.parse(request.headers.get("content-type", ""), body):
        if part.filename is not None:
            files[part.name] = (*files.get(part.name, ()), part.data)
        elif part.name in values:
            raise RequestError(400, f"'{part.name}' is given twice.", code="duplicate_parameter", param=part.name)
        else:
            values[part.name] = part.text
    return values, files
