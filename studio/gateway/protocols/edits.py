"""Lane B edits: POST /v1/images/edits, multipart (provider-api.md 2.2).

Several pictures repeat the field ``image[]``, a single one is ``image``. The mask is a PNG whose transparent pixels
are repainted.
"""

from typing import Any

from studio.gateway.body import Request, multipart_request
from studio.gateway.protocols import parameters
from studio.gateway.types import Call

PATH = "/v1/images/edits"


def request(call: Call) -> Request:
    fields: dict[str, Any] = {"model": call.spec.wire_model} | parameters.prompt(call) | parameters.flat(call)
    name = "image" if len(call.references) == 1 else "image[]"
    files = [(name, file) for file in call.references]
    if call.mask is not None:
        files.append(("mask", call.mask))
    return multipart_request(PATH, fields, files)
