"""Polls of asynchronous tasks: shape 4."""

from typing import Any

from studio.sandbox import broken, faults
from studio.sandbox.delivery import Delivery
from studio.sandbox.keys import key_of
from studio.sandbox.state import Sandbox, Task
from studio.sandbox.wire import HangupError, Reply, Request

LATE_POLLS = 2
NOT_FOUND = "Task not found"


async def poll(sandbox: Sandbox, request: Request, task_id: str) -> Reply:
    """Where this task stands. Raises RequestError without a key, and what a poll fault asks for."""
    key_of(request, "gateway")
    task = sandbox.tasks.get(task_id)
    if task is None:
        return Reply.of_json(_status(task_id, NOT_FOUND))
    task.polls += 1
    asked = faults.named(task.order.prompt) if sandbox.config.faults else {}
    _meet_fault(sandbox, task, asked.get("poll", ""))
    unfinished = _unfinished(task)
    if unfinished:
        return Reply.of_json(_status(task_id, unfinished))
    return Reply.of_json({**_status(task_id, "Ready"), **await _finished(sandbox, task, asked)})


def _unfinished(task: Task) -> str:
    if task.fault == "task-lost" or (task.fault == "task-late" and task.polls <= LATE_POLLS):
        return NOT_FOUND
    if task.fault == "task-odd" and task.polls == 1:
        return "Warming Up"
    if task.fault == "task-stuck":
        return "Pending"
    if not task.waiting:
        return ""
    return "Pending" if task.polls == 1 else "Generating"


async def _finished(sandbox: Sandbox, task: Task, asked: dict[Any, str]) -> dict[str, Any]:
    if task.refused:
        said = task.family.refusal(task.order, task.refused)
        return said if isinstance(said, dict) else {"status": "Error"}
    if task.fault == "task-error":
        return {"status": "Error", "details": {"error": "The generation failed."}}
    if task.result is None:
        delivery = Delivery(sandbox, task.order, task.origin, asked)
        task.result = task.family.answer(task.order, await delivery.pictures())
    return {"result": task.result}


def _status(task_id: str, status: str) -> dict[str, Any]:
    return {"id": task_id.removeprefix("api.us1."), "status": status, "result": None, "progress": None}


def _meet_fault(sandbox: Sandbox, task: Task, word: str) -> None:
    if not word or not sandbox.acts(word, task.order.prompt):
        return
    if word == "poll-close-once":
        raise HangupError
    said = broken.problem(word.removeprefix("poll-"), task.order.model, sandbox.config)
    if said is not None:
        raise said
