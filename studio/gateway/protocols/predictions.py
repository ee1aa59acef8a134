"""Lane A: POST /v1/models/{vendor}/{model}/predictions, JSON {"input": {…}} (provider-api.md 1.2).

The model is named by the path alone. References and the mask travel as data URIs.
"""

from typing import Any

from studio.gateway.body import Attachments, Request, json_request
from studio.gateway.protocols import parameters
from studio.gateway.types import Call


def request(call: Call) -> Request:
    attachments = Attachments()
    wanted: dict[str, Any] = parameters.prompt(call) | parameters.nested(parameters.flat(call))
    wanted |= parameters.references(call, attachments.data_uri)
    if call.mask is not None and call.spec.mask is not None:
        wanted[call.spec.mask.key] = attachments.data_uri(call.mask)
    return json_request(call.spec.path, {"input": wanted}, attachments)
