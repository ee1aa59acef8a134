"""Lane B: POST /v1/images/generations, flat JSON with the model's name (provider-api.md 1.2 and 7)."""

from typing import Any

from studio.gateway.body import Attachments, Request, json_request
from studio.gateway.protocols import parameters
from studio.gateway.types import Call

PATH = "/v1/images/generations"


def request(call: Call) -> Request:
    attachments = Attachments()
    wanted: dict[str, Any] = {"model": call.spec.wire_model} | parameters.prompt(call)
    wanted |= parameters.nested(parameters.flat(call)) | parameters.references(call, attachments.data_uri)
    return json_request(PATH, wanted, attachments)
