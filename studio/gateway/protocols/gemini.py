"""Lane C: POST /gemini/v1beta/models/{m}:generateContent (provider-api.md 10). References are inline base64."""

from typing import Any

from studio.gateway.body import Attachments, Request, json_request
from studio.gateway.protocols import parameters
from studio.gateway.types import Call


def request(call: Call) -> Request:
    attachments = Attachments()
    parts: list[dict[str, Any]] = [{"text": call.prompt}] if call.prompt else []
    for file in call.references:
        parts.append({"inlineData": {"mimeType": f"image/{file.format}", "data": attachments.inline(file)}})
    document = {"contents": [{"role": "user", "parts": parts}]} | parameters.nested(parameters.flat(call))
    config = document.setdefault("generationConfig", {})
    config.setdefault("responseModalities", ["TEXT", "IMAGE"])
    return json_request(call.spec.path, document, attachments)
