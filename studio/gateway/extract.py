"""One reader for every answer shape (provider-api.md 1.3). Order: the error first, then a task, then pictures.

Works on JSON alone. Inline pictures stay base64 text (``Item.data``), or a stand-in for it that ``spool.py``
knows how to find in the file; nothing here decodes or trusts a declared mime type.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from studio.gateway import classify
from studio.gateway.errors import GatewayError
from studio.gateway.protocols import tasks

URL_KEYS = ("url", "image_url", "content_url", "uri", "sample")
DATA_KEYS = ("b64_json", "base64_json", "bytesBase64", "bytesBase64Encoded", "data", "base64")
LIST_KEYS = (
    "b64_json",
    "base64_json",
    "urls",
    "url",
    "images",
    "image",
    "files",
    "samples",
    "sample",
    "data",
    "output",
)
REPORTED = ("quality", "background", "output_format", "style_type", "resolution")  # settings that an answer may state
REFUSALS = frozenset(
    {
        *("SAFETY", "IMAGE_SAFETY", "PROHIBITED_CONTENT", "IMAGE_PROHIBITED_CONTENT", "RECITATION"),
        *("IMAGE_RECITATION", "NO_IMAGE", "IMAGE_OTHER", "BLOCKLIST", "SPII"),
    }
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-]{64}")


@dataclass(frozen=True, slots=True)
class Item:
    """One picture of an answer, or the error that stands in its place. ``data`` is base64 without its prefix."""

    url: str = ""
    data: str = ""
    revised_prompt: str = ""
    seed: int | None = None
    error: GatewayError | None = None
    reported: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says. ``task_id`` is set while the vendor still works; ``status`` in its word."""

    items: tuple[Item, ...] = ()
    task_id: str = ""
    status: str = ""
    usage: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def extract(document: Any, *, family: str = "", request_id: str = "") -> Answer:
    """Raises the GatewayError that the answer tells of, or Unreadable where it tells of nothing known."""
    said = classify.complaint(document)
    if said:
        raise classify.told_error(said, request_id=request_id)
    status = status_of(document)
    _raise_if_ended(document, status, request_id)
    task_id = "" if status in tasks.DONE else _task_id(document, status)
    if task_id or status in tasks.WAITING:
        return Answer(task_id=task_id, status=status)
    try:
        items = tuple(_with_stated(item, document) for item in _unique(_items(document)))
    except RecursionError:
        raise classify.unreadable("The answer is nested too deeply.", request_id=request_id) from None
    if any(item.error is None for item in items):
        return Answer(items, status=status, usage=_usage(document), note=_note(document))
    raise _why_empty(document, items, family=family, request_id=request_id)


def status_of(document: Any) -> str:
    """The answer's status in lower case; empty where it states none."""
    status = document.get("status") if isinstance(document, Mapping) else None
    return status.strip().lower() if isinstance(status, str) else ""


def _raise_if_ended(document: Any, status: str, request_id: str) -> None:
    if status in tasks.MODERATED:
        words = f"{document['status']} {document.get('details') or ''}"
        raise classify.refusal(words, request_id=request_id)
    if status in tasks.FAILED:
        details = document.get("details") or document.get("message") or document.get("result") or ""
        raise classify.told_error(classify.Complaint(f"{document['status']} {details}".strip()), request_id=request_id)


def _task_id(document: Any, status: str) -> str:
    """The receipt's id, from the output's first item, the output itself or the top (shape 3 and 10)."""
    if not isinstance(document, Mapping):
        return ""
    output = document.get("output")
    first = output[0] if isinstance(output, list) and output else output
    for place in (first, document):
        if not isinstance(place, Mapping):
            continue
        named = place.get("taskId") or place.get("task_id")
        if named or place.get("polling_url") or (place is document and status in tasks.WAITING):
            return str(named or place.get("id") or _id_in(place.get("polling_url")))
    return ""


def _id_in(url: Any) -> str:
    return parse_qs(urlsplit(str(url or "")).query).get("id", [""])[0]


def _items(document: Any) -> Iterator[Item]:
    if isinstance(document, list):
        for part in document:
            yield from _items(part)
        return
    if not isinstance(document, Mapping):
        return
    for candidate in _maps(document.get("candidates")):
        yield from _parts(_map(candidate.get("content")).get("parts"))
    for choice in _maps(document.get("choices")):
        message = _map(choice.get("message"))
        yield from _parts(message.get("multi_mod_content"))
        yield from _listed(message.get("images"), {})
    for key in ("output", "data", "predictions", "images", "result"):
        yield from _listed(document.get(key), document if key == "result" else {})
    yield from _bare(document)


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _maps(values: Any) -> Iterable[Mapping[str, Any]]:
    return (value for value in values if isinstance(value, Mapping)) if isinstance(values, list) else ()


def _parts(parts: Any) -> Iterator[Item]:
    """Gemini's parts, but the drafts among its thoughts."""
    for part in _maps(parts):
        inline = part.get("inlineData") or part.get("inline_data")
        if isinstance(inline, Mapping) and not part.get("thought"):
            yield from _bare(inline)


def _listed(value: Any, around: Mapping[str, Any]) -> Iterator[Item]:
    """Pictures in a list, in a map of lists, or a single one. ``around`` may hold what the item does not."""
    if isinstance(value, list):
        for entry in value:
            yield from _listed(entry, around)
    elif isinstance(value, str):
        yield from _from_text(value, around)
    elif isinstance(value, Mapping):
        yield from _from_map(value, around)


def _from_map(value: Mapping[str, Any], around: Mapping[str, Any]) -> Iterator[Item]:
    failed = _failure(value)
    if failed:
        yield Item(error=failed)
        return
    yield from _bare(value, around)
    for key in LIST_KEYS:
        inner = value.get(key)
        if isinstance(inner, list | Mapping) and not (key == "url" and isinstance(inner, Mapping)):
            yield from _listed(inner, {**around, **value})
    inline = value.get("inlineData") or value.get("inline_data")
    if isinstance(inline, Mapping):
        yield from _bare(inline, value)


def _failure(value: Mapping[str, Any]) -> GatewayError | None:
    said = classify.complaint(value)
    if said:
        return classify.told_error(said)
    if value.get("is_image_safe") is False:
        return classify.refusal("The picture was withheld by the vendor's safety check.", of_picture=True)
    reason = value.get("raiFilteredReason")
    return classify.refusal(str(reason), of_picture=True) if reason else None


def _bare(value: Mapping[str, Any], around: Mapping[str, Any] | None = None) -> Iterator[Item]:
    """The picture that this very map holds under one of the known keys."""
    facts = {**(around or {}), **value}
    for key in (*DATA_KEYS, *URL_KEYS):
        held = value.get(key)
        if key == "image_url" and isinstance(held, Mapping):
            held = held.get("url")
        if isinstance(held, str) and held:
            yield from _from_text(held, facts, inline=key in DATA_KEYS)
            return


def _stated(facts: Any) -> dict[str, str]:
    """The settings that the vendor says it worked with."""
    found = _map(facts)
    return {name: found[name] for name in REPORTED if isinstance(found.get(name), str) and found[name]}


def _with_stated(item: Item, document: Any) -> Item:
    """What stands around all pictures counts for each, after what it says itself."""
    around = _stated(document)
    return replace(item, reported={**around, **item.reported}) if around and item.error is None else item


def _from_text(text: str, facts: Mapping[str, Any], *, inline: bool = False) -> Iterator[Item]:
    text = text.strip()
    revised, seed = facts.get("revised_prompt") or facts.get("prompt"), facts.get("seed")
    extra: dict[str, Any] = {
        "revised_prompt": revised if isinstance(revised, str) else "",
        "seed": seed if isinstance(seed, int) else None,
        "reported": _stated(facts),
    }
    if text.startswith(("http://", "https://")):
        yield Item(url=text, **extra)
    elif text.startswith("data:"):
        yield Item(data=text.partition(",")[2], **extra)
    elif text and (inline or _BASE64.match(text)):
        yield Item(data=text, **extra)


def _unique(items: Iterable[Item]) -> Iterator[Item]:
    seen: set[tuple[str, str]] = set()
    for item in items:
        mark = (item.url, item.data)
        if item.error is None and mark in seen:
            continue
        seen.add(mark)
        yield item


def _chunks(document: Any) -> list[Mapping[str, Any]]:
    return list(_maps(document if isinstance(document, list) else [document]))


def _usage(document: Any) -> Mapping[str, Any]:
    found = [chunk.get("usage") or chunk.get("usageMetadata") for chunk in _chunks(document)]
    return next((usage for usage in reversed(found) if isinstance(usage, Mapping)), {})


def _note(document: Any) -> str:
    """What the model said beside its pictures: Gemini's text parts without thoughts, a chat's content."""
    said: list[str] = []
    for chunk in _chunks(document):
        for candidate in _maps(chunk.get("candidates")):
            parts = _maps(_map(candidate.get("content")).get("parts"))
            said += [part["text"] for part in parts if isinstance(part.get("text"), str) and not part.get("thought")]
        for choice in _maps(chunk.get("choices")):
            content = _map(choice.get("message")).get("content")
            said += [content] if isinstance(content, str) else []
    return "".join(said).strip()


def _why_empty(document: Any, items: tuple[Item, ...], *, family: str, request_id: str) -> GatewayError:
    """The error of an answer without a good picture: its items' own, a stated reason, or Unreadable."""
    error = next((item.error for item in items if item.error), None)
    if error:
        error.request_id = error.request_id or request_id
        return error
    note = _note(document)
    for chunk in _chunks(document):
        blocked = _map(chunk.get("promptFeedback")).get("blockReason")
        if blocked:
            return classify.refusal(note or str(blocked), request_id=request_id, of_picture=False)
        for candidate in _maps(chunk.get("candidates")):
            if str(candidate.get("finishReason")) in REFUSALS:
                words = note or candidate.get("finishMessage") or candidate["finishReason"]
                return classify.refusal(str(words), request_id=request_id, of_picture=True)
    if note:
        return classify.refusal(note, request_id=request_id, of_picture=False)
    if family == "imagen":
        return classify.refusal("Every picture was filtered out by the vendor.", request_id=request_id, of_picture=True)
    return classify.unreadable("The answer holds no picture.", request_id=request_id)
