"""The chat lane: provider-api.md section 13, OpenAI's shape. It adds what a picture needs to somebody's words."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.sandbox import broken, faults
from studio.sandbox.keys import key_of, require_credit
from studio.sandbox.ledger import Entry
from studio.sandbox.pictures import Limits, Reference, from_base64, from_bytes
from studio.sandbox.problems import RequestError, invalid, missing, no_channel
from studio.sandbox.rules import OneOf, Rule, Text, Whole, check, require_object
from studio.sandbox.state import Sandbox
from studio.sandbox.wire import HangupError, Reply, Request, from_json

MODELS = ("gpt-4o-mini", "gpt-4o", "gpt-4.1-mini", "gpt-4.1", "auto")
LIMITS = Limits(most_bytes=20 * 1024 * 1024)
DETAILS = (
    "soft window light from the left",
    "shallow depth of field",
    "quiet background with room to breathe",
    "fine film grain",
)
RUBBISH: dict[str, Any] = {
    "chat-empty": "  \n ",
    "chat-huge": "words " * 20_000,
    "chat-number": 42,
    "chat-page": "<!doctype html><html><body>Sign in</body></html>",
}


@dataclass(frozen=True, slots=True)
class Anything:
    """A key that is taken and judged elsewhere."""

    def check(self, name: str, value: Any) -> None: ...

    def from_text(self, value: str) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class Never(Anything):
    """Streams are not spoken here."""

    def check(self, name: str, value: Any) -> None:
        if value is not False:
            raise invalid(name, "only false is supported by the sandbox.")


RULES: dict[str, Rule] = {
    "model": Text(100),
    "messages": Anything(),
    "max_tokens": Whole(1, 16_384),
    "temperature": Anything(),
    "top_p": Anything(),
    "stream": Never(),
    "user": Text(256),
}
PART_KINDS = OneOf(("text", "image_url"))
ROLES = OneOf(("system", "user", "assistant"))


async def completions(sandbox: Sandbox, request: Request) -> Reply:
    body = await request.body()
    key = key_of(request, "gateway")
    require_credit(key)
    values = from_json(body)
    check(RULES, values, required=("model", "messages"))
    if values["model"] not in MODELS:
        raise no_channel(str(values["model"]))
    words, pictures = asked(values["messages"])
    entry = sandbox.ledger.enter(Entry(request.id, request.path, values["model"], words, key[-4:]))
    try:
        reply = await answered(sandbox, request, entry, pictures)
        entry.status = reply.status
        return reply
    except RequestError as problem:
        entry.status = problem.status
        raise
    finally:
        sandbox.ledger.leave()


def asked(messages: Any) -> tuple[str, list[Reference]]:
    """The last user message: its words and its pictures."""
    if not isinstance(messages, list) or not messages:
        raise missing("messages")
    words: str = ""
    pictures: list[Reference] = []
    for message in messages:
        known = require_object(message, "messages")
        if extra := set(known) - {"role", "content", "name"}:
            raise invalid("messages", f"unknown key '{sorted(extra)[0]}'.")
        ROLES.check("messages.role", known.get("role"))
        if known["role"] == "user":
            words, pictures = parts_of(known.get("content"))
    if not words.strip() and not pictures:
        raise missing("messages.content")
    return words, pictures


def parts_of(content: Any) -> tuple[str, list[Reference]]:
    if isinstance(content, str):
        return content, []
    if not isinstance(content, list) or not content:
        raise invalid("messages.content", "expected a string or a list of parts.", "invalid_type")
    texts: list[str] = []
    pictures: list[Reference] = []
    for part in content:
        known = require_object(part, "messages.content")
        PART_KINDS.check("messages.content.type", known.get("type"))
        if known["type"] == "text":
            texts.append(str(known.get("text", "")))
        else:
            pictures.append(picture_in(require_object(known.get("image_url"), "image_url")))
    return "\n".join(texts), pictures


def picture_in(link: Mapping[str, Any]) -> Reference:
    url = str(link.get("url", ""))
    if not url.startswith("data:image/") or ";base64," not in url:
        raise invalid("image_url.url", "the sandbox takes data URIs only.")
    return from_bytes("image_url", from_base64("image_url.url", url.partition(",")[2]), LIMITS)


async def answered(sandbox: Sandbox, request: Request, entry: Entry, pictures: list[Reference]) -> Reply:
    model, words = entry.model, entry.prompt
    fault = faults.WORD.search(words) if sandbox.config.faults else None
    word = fault[1] if fault else ""
    if word in faults.FAULTS and sandbox.acts(word, words):
        entry.billed = faults.FAULTS[word].billed
        if word in ("hang", "close"):
            await request.gone_within(sandbox.config.hang_seconds if word == "hang" else 0)
            raise HangupError
        if said := broken.problem(word, model, sandbox.config):
            raise said
        if reply := broken.reply(word):
            return reply
    entry.billed = True
    await asyncio.sleep(min(1.5, sandbox.config.call_seconds(model)))
    content = RUBBISH.get(word) if word in RUBBISH else written(words, pictures)
    return Reply.of_json(shaped(model, words, content, len(pictures)))


def written(words: str, pictures: list[Reference]) -> str:
    if pictures:
        shape = "wide" if pictures[0].width > pictures[0].height else "upright"
        return f"A {shape} picture of {pictures[0].width} by {pictures[0].height}, {', '.join(DETAILS[:3])}"
    kept = words.strip().rstrip(".")
    return f"{kept}, {', '.join(detail for detail in DETAILS if detail not in kept)}"


def shaped(model: str, words: str, content: Any, pictures: int) -> dict[str, Any]:
    read, wrote = len(words) // 4 + 40 + 850 * pictures, len(str(content)) // 4 + 1
    return {
        "id": f"chatcmpl-{int(time.time() * 1000)}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote},
    }
