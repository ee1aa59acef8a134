"""The life of one billed call, whatever its lane: refusal, fault, wait, drawing, answer or receipt."""

import asyncio
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from studio.sandbox import broken, faults
from studio.sandbox.delivery import Delivery
from studio.sandbox.ledger import Entry
from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Delivered, Family, Order
from studio.sandbox.problems import RequestError
from studio.sandbox.state import Sandbox, Task
from studio.sandbox.wire import HangupError, Reply, Request

REFUSAL_SECONDS = 1.0

REFUSING = re.compile(rf"({REFUSE_PROMPT}|{REFUSE_PICTURE})(?:@([\w.-]*\w))?")


class InsteadError(Exception):
    """This reply takes the place of the answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


@dataclass(slots=True)
class Call:
    """One accepted order under way. ``asked`` are the fault words by stage, empty without ``--faults``."""

    sandbox: Sandbox
    request: Request
    family: Family
    order: Order
    entry: Entry
    asked: dict[Any, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.sandbox.config.faults:
            self.asked = faults.named(self.order.prompt)

    @property
    def seconds(self) -> float:
        return self.sandbox.config.call_seconds(self.order.model)

    @property
    def refused(self) -> str:
        """The moderation word of the prompt, or nothing; "refuse-prompt@flux" is for models of that name alone."""
        words = (found for found in REFUSING.finditer(self.order.prompt) if (found[2] or "") in self.order.model)
        return next((found[1] for found in words), "")

    def bill(self) -> None:
        """From here on the vendor charges."""
        self.entry.billed = True
        self.entry.images = self.order.images


async def serve(call: Call) -> Reply:
    """The answer to an accepted order. Raises RequestError, HangupError and InsteadError."""
    if call.order.delivery == "task":
        return await _receipt(call)
    if call.refused:
        await asyncio.sleep(min(REFUSAL_SECONDS, call.seconds))
        said = call.family.refusal(call.order, call.refused)
        if isinstance(said, RequestError):
            raise said
        if said is not None:
            return Reply.of_json(said)
        return await _answer(call)
    await _meet_fault(call)
    call.bill()
    await asyncio.sleep(call.seconds)
    return await _answer(call)


async def _answer(call: Call) -> Reply:
    delivery = Delivery(call.sandbox, call.order, call.request.origin, call.asked)
    pictures = await delivery.pictures()
    if call.refused or call.asked.get("answer") == "empty":
        pictures = [Delivered(seed=picture.seed, refused=True) for picture in pictures]
    reply = delivery.reply(call.family.answer(call.order, pictures))
    return _cut(reply) if call.asked.get("answer") == "cut-answer" else reply


def _cut(reply: Reply) -> Reply:
    whole = b"".join(reply.chunks)
    return Reply([whole[: len(whole) // 2], whole[len(whole) // 2 :]], cut=True)


async def _meet_fault(call: Call) -> None:
    word = call.asked.get("answer", "")
    if not word or not call.sandbox.acts(word, call.order.prompt):
        return
    if faults.FAULTS[word].billed:
        call.bill()
    if word == "gate":
        await call.sandbox.gates[call.order.prompt].wait()
        return
    if word == "hang":
        await call.request.gone_within(call.sandbox.config.hang_seconds)
        raise HangupError
    if word == "close":
        await asyncio.sleep(call.seconds)
        raise HangupError
    said = broken.problem(word, call.order.model, call.sandbox.config)
    if said is not None:
        raise said
    reply = broken.reply(word)
    if reply is not None:
        raise InsteadError(reply)


async def _receipt(call: Call) -> Reply:
    await _meet_fault(call)
    fault = call.asked.get("task", "")
    if not call.refused and fault != "task-error":
        call.bill()
    name = secrets.token_hex(16)
    config = call.sandbox.config
    due = time.monotonic() + config.seconds_of_task(call.order.model)
    task = Task(f"api.us1.{name}", call.family, call.order, call.request.origin, due, fault, call.refused)
    call.sandbox.keep(task)
    await asyncio.sleep(config.receipt_seconds())
    polling_url = f"https://api.us1.bfl.ai/v1/get_result?id={name}"
    reply = Reply.of_json({"output": [{"taskId": task.id, "polling_url": polling_url}]})
    return _cut(reply) if call.asked.get("answer") == "cut-answer" else reply
