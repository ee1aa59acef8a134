"""From which request and address an act came, as the request bound them; nothing in a task or a command."""

from collections.abc import Callable
from ipaddress import ip_address

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def addressed(get_response: Answer) -> Answer:
    """Middleware, behind the one that begins and clears the context of a request.

    REMOTE_ADDR is who called the web process. A proxy's word on who called the proxy counts only where
    FORWARDED_ALLOW_IPS names that proxy: uvicorn then puts it in REMOTE_ADDR's place. The header is never read here.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        structlog.contextvars.bind_contextvars(address=cleaned(request.META.get("REMOTE_ADDR", "")))
        return get_response(request)

    return answer


def cleaned(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def bound(name: str, most: int) -> str:
    return str(structlog.contextvars.get_contextvars().get(name) or "")[:most]


def address() -> str:
    return bound("address", 45)


def request_id() -> str:
    return bound("request_id", 64)
