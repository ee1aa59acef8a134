"""From an answer that is no picture to the error that says who must act (provider-api.md section 12)."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from studio.gateway.errors import (
    BadParameter,
    Busy,
    GatewayError,
    KeyRejected,
    ModelGone,
    ModelRetired,
    NoCredit,
    NotAllowed,
    PictureRefused,
    PromptRefused,
    Rejected,
    Unreadable,
    VendorFailed,
    VendorFault,
)
from studio.gateway.redaction import redact

RETRY_AFTER_CAP = 300.0  # seconds; a vendor that asks for more is asked again sooner

BY_STATUS: Mapping[int, type[GatewayError]] = {
    400: BadParameter,
    401: KeyRejected,
    402: NoCredit,
    403: NotAllowed,
    404: ModelGone,
    408: VendorFault,
    409: BadParameter,
    410: ModelRetired,
    413: BadParameter,
    422: BadParameter,
    425: VendorFault,
    429: Busy,
    503: VendorFault,
}

_TAKEN_AS_SAID = frozenset({401, 402})  # their cause is the account, whatever the words around it
_MODERATION = re.compile(
    r"moderation[_ ]blocked|content[_ ]policy|(?:content|request) moderated|moderation reasons"
    r"|sensitivecontent|riskdetection|sensitive information|\bunsafe\b|(?<!case )(?<!case-)\bsensitive\b"
    r"|prohibited_content|blocklist"
    r"|safety(?![ _-]?(?:tolerance|setting|identifier|checker))",
    re.IGNORECASE,
)
_OF_THE_PICTURE = re.compile(
    r"content moderated|output\w*(?:sensitive|risk)|generated image|output image|image_safety|image_prohibited",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"insufficient[_ ](?:user[_ ])?(?:quota|credit|balance|fund)|billing_hard_limit", re.IGNORECASE)
_BUSY_BY_WORDS = frozenset({409, 503})  # certainly not begun only where the words say so (sections 1.5 and 12)
_BUSY = re.compile(
    r"\bno (?:\w+ )?channel|no_(?:\w+_)?channel|rate[ _-]?limit|overload|too many (?:concurrent )?requests"
    r"|slow ?down|throttl|\bbusy\b|(?:at|over|out of|insufficient) capacity|queue is full",
    re.IGNORECASE,
)
_RETIRED = re.compile(r"model_retired|model has been retired", re.IGNORECASE)
_NOT_FOUND = re.compile(r"model_not_found", re.IGNORECASE)
_BAD_KEY = re.compile(r"invalid_api_key|invalid[_ ]token|incorrect api key", re.IGNORECASE)
_REQUEST_ID = re.compile(r"\(?\btid:\s*([\w-]+)\)?")
_MARKUP = re.compile(r"<[!?/a-z]", re.IGNORECASE)
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an error body says: ``message`` for people, ``code`` as the vendor's word, ``number`` where it is one."""

    message: str
    code: str = ""
    number: int | None = None

    @property
    def words(self) -> str:
        return f"{self.code} {self.message}"


def complaint(document: Any) -> Complaint | None:
    """The complaint in an answer's JSON, or None where it holds none (shapes: provider-api.md section 12)."""
    if not isinstance(document, Mapping):
        return None
    error = document.get("error")
    if isinstance(error, Mapping):
        if any(error.values()):
            return _from_map(error)
    elif error:
        return Complaint(str(error), _text(document.get("code")))
    if document.get("success") is False or document.get("type") == "error":
        return _from_map(document)
    return None


def plain_complaint(document: Any) -> Complaint | None:
    """The complaint of a body that came with an error status, where a bare message or detail is one too."""
    found = complaint(document)
    if found or not isinstance(document, Mapping):
        return found
    if any(document.get(key) for key in ("message", "detail", "msg", "error_msg", "status")):
        return _from_map(document)
    return None


def _from_map(error: Mapping[str, Any]) -> Complaint:
    words = next(
        (error[key] for key in ("message", "detail", "msg", "error_msg", "status", "type") if error.get(key)), ""
    )
    marks = [error.get(key) for key in ("code", "type", "status", "error_code")]
    code = " ".join(mark for mark in marks if isinstance(mark, str))
    number = error.get("code") if isinstance(error.get("code"), int) else None
    return Complaint(_text(words), code, number)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def http_error(
    status: int, document: Any, *, request_id: str = "", retry_after: float | None = None, family: str = ""
) -> GatewayError:
    """The error of an answer whose status is not 2xx. ``document`` is its JSON, or its text where it is none.

    A page of a proxy on the way says nothing of what the vendor did, whatever words stand on it.
    """
    said = plain_complaint(document) or Complaint(strip_tags(document) if isinstance(document, str) else "")
    page = isinstance(document, str) and _MARKUP.search(document)
    words = None if page else _by_words(said, status) or _by_busy_words(said, status)
    kind = words or _by_family(status, family) or BY_STATUS.get(status) or _by_hundred(status)
    return _made(kind, said, request_id=request_id, status=status, retry_after=retry_after if kind is Busy else None)


def told_error(said: Complaint, *, request_id: str = "", status: int = 200) -> GatewayError:
    """The error of a complaint inside a 2xx answer, an item or a task: certain, and never repeated by itself."""
    kind = _by_words(said, said.number or 0)
    if (
        kind is None
        and said.number is not None
        and 400 <= said.number < 500
        and said.number not in {408, 409, 425, 429}
    ):
        kind = BY_STATUS.get(said.number, BadParameter)
    return _made(kind or VendorFailed, said, request_id=request_id, status=status)


def refusal(words: str, *, request_id: str = "", of_picture: bool | None = None) -> GatewayError:
    """A refusal already known as one; ``of_picture`` None lets the words decide which."""
    if of_picture is None:
        of_picture = bool(_OF_THE_PICTURE.search(words))
    kind = PictureRefused if of_picture else PromptRefused
    return kind(redact(words), request_id=request_id)


def unreadable(text: str, *, request_id: str = "", status: int = 200) -> Unreadable:
    return Unreadable(redact(strip_tags(text)), request_id=request_id, status=status)


def _made(
    kind: type[GatewayError], said: Complaint, *, request_id: str, status: int, retry_after: float | None = None
) -> GatewayError:
    detail = said.message or said.code
    return kind(redact(detail), request_id=request_id or request_id_in(detail), status=status, retry_after=retry_after)


def _by_words(said: Complaint, status: int) -> type[GatewayError] | None:
    """What the words say, where they say more than the status: credit and safety always, the rest below 500."""
    if status in _TAKEN_AS_SAID:
        return None
    if _CREDIT.search(said.words):
        return NoCredit
    if status != 429 and _MODERATION.search(said.words):
        return PictureRefused if _OF_THE_PICTURE.search(said.words) else PromptRefused
    certain = status < 500 and status != 429
    if certain and _RETIRED.search(said.words):
        return ModelRetired
    if certain and _NOT_FOUND.search(said.words):
        return ModelGone
    return KeyRejected if certain and _BAD_KEY.search(said.words) else None


def _by_busy_words(said: Complaint, status: int) -> type[GatewayError] | None:
    return Busy if status in _BUSY_BY_WORDS and _BUSY.search(said.words) else None


def passes(said: Complaint) -> bool:
    """Whether a complaint is of the moment: a crowd, a limit, a fault of the server that told it."""
    number = said.number or 0
    return number in {408, 425, 429} or number >= 500 or bool(_BUSY.search(said.words))


def _by_family(status: int, family: str) -> type[GatewayError] | None:
    """Ideogram answers 422 where the prompt or a picture failed its safety check (provider-api.md 9.3)."""
    return PromptRefused if status == 422 and family == "ideogram" else None


def _by_hundred(status: int) -> type[GatewayError]:
    if status >= 500:
        return VendorFault
    return BadParameter if status >= 400 else Rejected


def strip_tags(text: str) -> str:
    return _TAG.sub(" ", text) if "<" in text else text


def request_id_in(text: str) -> str:
    found = _REQUEST_ID.search(text)
    return found.group(1) if found else ""


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds from a Retry-After header (a number or a date), between 0 and RETRY_AFTER_CAP; None without one."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value, now or datetime.now(UTC))
    return None if math.isnan(seconds) else min(max(seconds, 0.0), RETRY_AFTER_CAP)


def _seconds_until(date: str, now: datetime) -> float:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return float("nan")
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds()
