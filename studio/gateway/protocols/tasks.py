"""Lane A with a task: asked like predictions, answered by a task id that is polled (provider-api.md 6.3).

Only the task id is used. ``polling_url`` belongs to the vendor, and asking there would hand the key to a third party.
"""

from urllib.parse import quote

from studio.gateway.body import Request
from studio.gateway.protocols import predictions
from studio.gateway.types import Call

WAITING = frozenset(
    {"pending", "reasoning", "generating", "queued", "processing", "in_progress", "running", "submitted"}
)
DONE = frozenset({"ready", "succeeded", "completed", "success"})
FAILED = frozenset({"error", "failed", "cancelled", "canceled", "expired", "task not found"})
MODERATED = frozenset({"request moderated", "content moderated"})
NOT_FOUND = "task not found"
NOT_FOUND_GRACE = 10.0  # seconds in which "Task not found" may be a delay of propagation


def request(call: Call) -> Request:
    return predictions.request(call)


def route(task_id: str) -> str:
    """The id holds dots and a host-like prefix: it is used whole, percent-encoded."""
    return f"/v1/tasks/{quote(task_id, safe='')}"
