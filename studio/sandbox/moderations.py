"""Judgement of words: provider-api.md section 13, OpenAI's shape. Scores by words, the same each time, and free."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any

from studio.sandbox import broken, faults
from studio.sandbox.keys import key_of
from studio.sandbox.problems import invalid, missing, no_channel
from studio.sandbox.rules import Rule, Text, check
from studio.sandbox.state import Sandbox
from studio.sandbox.wire import HangupError, Reply, Request, from_json

MODELS = ("omni-moderation-latest", "omni-moderation-2024-09-26", "text-moderation-latest")
CATEGORIES = (
    *("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm"),
    *("self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic"),
)
WORDS = {
    "violence": ("massacre", "stabbing", "slaughter"),
    "violence/graphic": ("gore", "dismembered"),
    "hate": ("slur",),
    "sexual": ("explicit", "nude"),
    "self-harm": ("suicide",),
}
LOUD, QUIET = 0.97, 0.0004
FLAGGED_FROM = 0.5
MOST_TEXTS, LONGEST = 64, 32_000


@dataclass(frozen=True, slots=True)
class Texts:
    """A string, or a list of strings."""

    def check(self, name: str, value: Any) -> None:
        texts = value if isinstance(value, list) else [value]
        if not texts or len(texts) > MOST_TEXTS:
            raise invalid(name, f"one to {MOST_TEXTS} texts.")
        for text in texts:
            Text(LONGEST).check(name, text)
            if not text.strip():
                raise missing(name)

    def from_text(self, value: str) -> Any:
        return value


RULES: dict[str, Rule] = {"model": Text(100), "input": Texts()}


async def moderations(sandbox: Sandbox, request: Request) -> Reply:
    body = await request.body()
    key_of(request, "gateway")
    values = from_json(body)
    check(RULES, values, required=("input",))
    model = values.get("model", MODELS[0])
    if model not in MODELS:
        raise no_channel(str(model))
    texts = values["input"] if isinstance(values["input"], list) else [values["input"]]
    if reply := await faulty(sandbox, request, " ".join(texts), model):
        return reply
    return Reply.of_json({"id": f"modr-{time.time_ns()}", "model": model, "results": [judged(text) for text in texts]})


async def faulty(sandbox: Sandbox, request: Request, words: str, model: str) -> Reply | None:
    """Faults that name the check: [check:429], [check:hang]. Others are for the call that follows."""
    found = re.search(r"\[check:([\w-]+)\]", words)
    if found is None or not sandbox.config.faults or found[1] not in faults.FAULTS:
        return None
    if found[1] in ("hang", "close"):
        await request.gone_within(sandbox.config.hang_seconds if found[1] == "hang" else 0)
        raise HangupError
    if said := broken.problem(found[1], model, sandbox.config):
        raise said
    await asyncio.sleep(0)
    return broken.reply(found[1])


def judged(text: str) -> dict[str, Any]:
    words = set(re.findall(r"\w+", text.lower()))
    scores = {name: LOUD if words & set(WORDS.get(name, ())) else QUIET for name in CATEGORIES}
    flags = {name: score >= FLAGGED_FROM for name, score in scores.items()}
    return {"flagged": any(flags.values()), "categories": flags, "category_scores": scores}
