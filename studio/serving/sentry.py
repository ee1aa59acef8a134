"""Error reports to Sentry where SENTRY_DSN names one. No key, prompt, body or signed link leaves with them."""

import re
from typing import Any

try:
    import sentry_sdk
except ImportError:  # an extra: requirements/deploy.txt has it
    sentry_sdk = None

QUERY = re.compile(r"\?[^\s'\"<>)]+")
OF_A_REQUEST = ("method", "url")
OF_A_BREADCRUMB = ("method", "url", "status_code", "reason")
PERSONAL = ("extra", "user", "logentry", "message")
Event = dict[str, Any]


def start(dsn: str) -> None:
    if dsn and sentry_sdk is not None:
        sentry_sdk.init(
            dsn=dsn,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            before_send=before_send,
            before_send_transaction=before_send,
            before_breadcrumb=before_breadcrumb,
        )


def before_send(event: Event, hint: Event) -> Event:
    """What happened and where, and nothing that was said: of a request only its method and its address without query.

    An error's own words may quote what a vendor or a person wrote, so its type and its lines have to do.
    """
    kept = {name: value for name, value in event.items() if name not in PERSONAL}
    if "request" in kept:
        kept["request"] = only(OF_A_REQUEST, kept["request"])
    for error in (kept.get("exception") or {}).get("values") or []:
        error["value"] = ""
        for frame in (error.get("stacktrace") or {}).get("frames") or []:
            frame.pop("vars", None)
    for crumb in (kept.get("breadcrumbs") or {}).get("values") or []:
        before_breadcrumb(crumb, hint)
    for span in kept.get("spans") or []:
        span["data"] = only(OF_A_BREADCRUMB, span.get("data") or {})
        span["description"] = without_queries(span.get("description"))
    return kept


def before_breadcrumb(crumb: Event, hint: Event) -> Event:
    """Log lines and calls that came before: where to, not with what."""
    crumb["data"] = only(OF_A_BREADCRUMB, crumb.get("data") or {})
    crumb.pop("message", None)
    return crumb


def only(names: tuple[str, ...], values: Event) -> Event:
    return {name: without_queries(values[name]) for name in names if name in values}


def without_queries(value: Any) -> Any:
    return QUERY.sub("", value) if isinstance(value, str) else value
