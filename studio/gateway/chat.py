"""The chat lane (provider-api.md section 13): one question in text, perhaps with a picture, and one answer in text.

What comes back is judged before anybody sees it: a chat model may answer with a page, with nothing, or with a book.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.gateway import classify
from studio.gateway.errors import GatewayError, Unreadable

PATH = "/v1/chat/completions"
TIMEOUT = 120.0  # seconds, as the gateway's own client waits
MOST_TOKENS = 1024
ANSWER_MAX = 8000  # characters of a usable answer
BODY_MAX = 512 * 1024  # bytes that are read of any answer
REFUSED_WORDS = ("content_filter", "safety")


@dataclass(frozen=True, slots=True)
class Question:
    """``image`` holds JPEG bytes that the question is about; empty for words alone."""

    model: str
    system: str
    text: str
    image: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """``usage`` token counts as reported, empty where they are not."""

    text: str
    request_id: str = ""
    usage: Mapping[str, Any] = field(default_factory=dict)


def body_of(question: Question) -> dict[str, Any]:
    content: Any = question.text
    if question.image:
        link = f"data:image/jpeg;base64,{base64.b64encode(question.image).decode()}"
        content = [{"type": "text", "text": question.text}, {"type": "image_url", "image_url": {"url": link}}]
    return {
        "model": question.model,
        "messages": [{"role": "system", "content": question.system}, {"role": "user", "content": content}],
        "max_tokens": MOST_TOKENS,
        "stream": False,
    }


def answer_in(status: int, content: bytes, *, request_id: str, retry_after: float | None) -> Answer:
    """The answer of a response.

    Raises:
        GatewayError: of its status or its complaint; Unreadable where a 200 holds no usable words.
    """
    document = document_in(content)
    if status != 200:
        raise classify.http_error(status, document, request_id=request_id, retry_after=retry_after)
    if said := classify.complaint(document):
        raise classify.told_error(said, request_id=request_id)
    choice = choice_in(document, request_id)
    if choice.get("finish_reason") in REFUSED_WORDS:
        raise classify.refusal(str(choice.get("finish_reason")), request_id=request_id, of_picture=False)
    text = words_in(choice, request_id)
    usage = document.get("usage") if isinstance(document, Mapping) else None
    return Answer(text, request_id, dict(usage) if isinstance(usage, Mapping) else {})


def document_in(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content[:2000].decode(errors="replace")


def choice_in(document: Any, request_id: str) -> Mapping[str, Any]:
    choices = document.get("choices") if isinstance(document, Mapping) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(first, Mapping) or not isinstance(first.get("message"), Mapping):
        raise unusable("The answer has another shape than a chat answer.", request_id)
    return first


def words_in(choice: Mapping[str, Any], request_id: str) -> str:
    text = choice["message"].get("content")
    if not isinstance(text, str):
        raise unusable("The answer is not text.", request_id)
    text = text.strip()
    if not text:
        raise unusable("The answer is empty.", request_id)
    if len(text) > ANSWER_MAX:
        raise unusable(f"The answer has more than {ANSWER_MAX} characters.", request_id)
    if is_page(text) or any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
        raise unusable("The answer is a page or not text.", request_id)
    return text


def is_page(text: str) -> bool:
    return text[:200].lower().lstrip("`\n ").startswith(("<!doctype", "<html", "html\n<"))


def unusable(why: str, request_id: str) -> GatewayError:
    """Answered, so probably billed, and of no use."""
    return Unreadable(why, request_id=request_id, status=200)
