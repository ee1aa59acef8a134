"""The life of one billed call, whatever its lane: refusal, fault, wait, drawing, answer. And of a task's polls."""

import asyncio
import secrets
import time
from typing import Any

from studio.sandbox import broken, faults
from studio.sandbox.delivery import Delivery
from studio.sandbox.ledger import Entry
from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Family, Order
from studio.sandbox.problems import Problem
from studio.sandbox.state import Sandbox, Task
from studio.sandbox.wire import Hangup, Reply, Request

FORGET_TASK_AFTER = 3_600.0
LATE_POLLS = 2


async def serve(sandbox: Sandbox, request: Request, family: Family, order: Order, entry: Entry) -> Reply:
    """The answer to an accepted order. Raises Problem and Hangup."""
    asked = faults.named(order.prompt) if sandbox.config.faults else {}
    word = _refusal_word(order)
    if order.delivery == "task":
        return await _receipt(sandbox, request, family, order, entry, word)
    if word:
        await asyncio.sleep(min(1.0, sandbox.config.call_seconds(order.model)))
        said = family.refusal(order, word)
        if isinstance(said, Problem):
            raise said
        if said is not None:
            return Reply.of_json(said)
    await _answer_fault(sandbox, request, order, entry, asked.get("answer", ""))
    _bill(entry, order)
    await asyncio.sleep(sandbox.config.call_seconds(order.model))
    return await _answer(sandbox, request, family, order, asked)


def _refusal_word(order: Order) -> str:
    return next((word for word in (REFUSE_PROMPT, REFUSE_PICTURE) if word in order.prompt), "")


def _bill(entry: Entry, order: Order) -> None:
    entry.billed = True
    entry.images = order.images


async def _answer(
    sandbox: Sandbox, request: Request, family: Family, order: Order, asked: dict[Any, str]
) -> Reply:
    delivery = Delivery(sandbox, order, request.origin, asked)
    pictures = await delivery.pictures()
    if asked.get("answer") == "empty" or REFUSE_PICTURE in order.prompt:
        pictures = [type(picture)(seed=picture.seed, refused=True) for picture in pictures]
    reply = delivery.reply(family.answer(order, pictures))
    reply.cut = asked.get("answer") == "cut-answer"
    if reply.cut:
        half = b"".join(reply.chunks)
        reply.chunks = [half[: len(half) // 2], half[len(half) // 2 :]]
    return reply


async def _answer_fault(sandbox: Sandbox, request: Request, order: Order, entry: Entry, word: str) -> None:
    if not word or not sandbox.acts(word, order.prompt):
        return
    if faults.FAULTS[word].billed:
        _bill(entry, order)
    if word == "hang":
        await request.gone_within(sandbox.config.hang_seconds)
        raise Hangup
    if word == "close":
        await asyncio.sleep(sandbox.config.call_seconds(order.model))
        raise Hangup
    said = broken.problem(word, order.model, sandbox.config)
    if said is not None:
        raise said
    reply = broken.reply(word)
    if reply is not None:
        raise Instead(reply)


class Instead(Exception):
    """This reply takes the place of the answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


async def _receipt(
    sandbox: Sandbox, request: Request, family: Family, order: Order, entry: Entry, refused: str
) -> Reply:
    asked = faults.named(order.prompt) if sandbox.config.faults else {}
    await _answer_fault(sandbox, request, order, entry, asked.get("answer", ""))
    fault = asked.get("task", "")
    if not refused and fault != "task-error":
        _bill(entry, order)
    name = secrets.token_hex(16)
    due = time.monotonic() + sandbox.config.seconds_of_task(order.model)
    task = Task(f"api.us1.{name}", family, order, request.origin, due, fault, refused)
    _forget_old_tasks(sandbox)
    sandbox.tasks[task.id] = task
    await asyncio.sleep(sandbox.config.receipt_seconds())
    polling_url = f"https://api.us1.bfl.ai/v1/get_result?id={name}"
    reply = Reply.of_json({"output": [{"taskId": task.id, "polling_url": polling_url}]})
    if asked.get("answer") == "cut-answer":
        reply = Reply([reply.chunks[0][:20], reply.chunks[0][20:]], cut=True)
    return reply


def _forget_old_tasks(sandbox: Sandbox) -> None:
    over = time.monotonic() - FORGET_TASK_AFTER
    while sandbox.tasks:
        oldest = next(iter(sandbox.tasks))
        if sandbox.tasks[oldest].due >= over:
            return
        del sandbox.tasks[oldest]


async def poll(sandbox: Sandbox, task_id: str) -> Reply:
    """Shape 4: where this task stands. Raises Problem and Hangup under a poll fault."""
    task = sandbox.tasks.get(task_id)
    if task is None:
        return Reply.of_json(_status(task_id, "Task not found"), 404)
    task.polls += 1
    asked = faults.named(task.order.prompt) if sandbox.config.faults else {}
    _poll_fault(sandbox, task, asked.get("poll", ""))
    if task.fault == "task-lost" or (task.fault == "task-late" and task.polls <= LATE_POLLS):
        return Reply.of_json(_status(task_id, "Task not found"), 404)
    if task.fault == "task-odd" and task.polls == 1:
        return Reply.of_json(_status(task_id, "Warming Up"))
    if task.waiting or task.fault == "task-stuck":
        return Reply.of_json(_status(task_id, "Pending"))
    if task.refused:
        said: dict[str, Any] = task.family.refusal(task.order, task.refused)  # type: ignore[assignment]
        return Reply.of_json({**_status(task_id, said["status"]), "details": said["details"]})
    if task.fault == "task-error":
        return Reply.of_json(_status(task_id, "Error"))
    if task.result is None:
        delivery = Delivery(sandbox, task.order, task.origin, asked)
        task.result = task.family.answer(task.order, await delivery.pictures())
    return Reply.of_json({**_status(task_id, "Ready"), "result": task.result})


def _status(task_id: str, status: str) -> dict[str, Any]:
    return {"id": task_id.removeprefix("api.us1."), "status": status, "result": None, "progress": None}


def _poll_fault(sandbox: Sandbox, task: Task, word: str) -> None:
    if not word or not sandbox.acts(word, task.order.prompt):
        return
    if word == "poll-close-once":
        raise Hangup
    said = broken.problem(word.removeprefix("poll-"), task.order.model, sandbox.config)
    if said is not None:
        raise said
