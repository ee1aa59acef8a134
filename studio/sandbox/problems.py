"""Errors as the gateway words them: provider-api.md section 12. Three voices: gateway, gemini, ideogram."""

from collections.abc import Mapping
from typing import Any

GEMINI_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class RequestError(Exception):
    """One refused request. ``code`` and ``param`` as in the body, ``kind`` is the body's ``type``."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = "invalid_parameter",
        param: str = "",
        kind: str = "invalid_request_error",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.kind = kind
        self.headers = dict(headers or {})

    def body(self, voice: str, request_id: str) -> dict[str, Any]:
        """The JSON body in this voice; ``request_id`` ends the message as ``(tid: …)``."""
        message = f"{self.message} (tid: {request_id})"
        if voice == "gemini":
            status = GEMINI_STATUS.get(self.status, "UNKNOWN")
            return {"error": {"code": self.status, "message": message, "status": status}}
        if voice == "ideogram":
            return {"error": message}
        return {"error": {"message": message, "type": self.kind, "param": self.param, "code": self.code}}


def unknown_parameter(name: str) -> RequestError:
    """A key that this model does not know."""
    return RequestError(400, f"Unknown parameter: '{name}'.", code="unknown_parameter", param=name)


def missing(name: str) -> RequestError:
    """A required key that is absent or empty."""
    code = "prompt_missing" if name == "prompt" else "missing_required_parameter"
    return RequestError(400, f"Missing required parameter: '{name}'.", code=code, param=name)


def invalid(name: str, why: str, code: str = "invalid_value") -> RequestError:
    """A key with a value that this model refuses."""
    return RequestError(400, f"Invalid value for '{name}': {why}", code=code, param=name)


def no_channel(model: str) -> RequestError:
    """What a misspelt or unoffered model id gets."""
    message = f"No available channel for model {model} under the current group"
    return RequestError(503, message, code="no_available_channel", kind="Aihubmix_api_error")
