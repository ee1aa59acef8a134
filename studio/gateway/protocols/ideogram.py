"""Lane D: POST /ideogram/v1/ideogram-v3/{generate,remix,edit}, multipart, Bearer (provider-api.md 9.2).

A mask makes it an edit (black is changed), a picture under ``image`` a remix; style and character references
stay with generate.
"""

from typing import Any

from studio.gateway.body import Request, multipart_request
from studio.gateway.protocols import parameters
from studio.gateway.types import Call

ROOT = "/ideogram/v1/ideogram-v3"


def request(call: Call) -> Request:
    key = call.spec.references.keys[0] if call.spec.references.keys else "image"
    files = [(key, file) for file in call.references]
    if call.mask is not None:
        files.append(("mask", call.mask))
    fields: dict[str, Any] = parameters.prompt(call) | parameters.flat(call)
    return multipart_request(f"{ROOT}/{_verb(call, key)}", fields, files)


def _verb(call: Call, key: str) -> str:
    if call.mask is not None:
        return "edit"
    return "remix" if call.references and key == "image" else "generate"
