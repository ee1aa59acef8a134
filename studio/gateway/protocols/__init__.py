"""One file per wire shape: pure functions from a Call to a Request (provider-api.md section 1.2)."""

from collections.abc import Callable, Mapping

from studio.catalogue.spec import Lane
from studio.gateway.body import Request
from studio.gateway.protocols import edits, gemini, ideogram, images, predictions, tasks
from studio.gateway.types import Call

PROTOCOLS: Mapping[Lane, Callable[[Call], Request]] = {
    Lane.PREDICTIONS: predictions.request,
    Lane.TASKS: tasks.request,
    Lane.IMAGES: images.request,
    Lane.EDITS: edits.request,
    Lane.GEMINI: gemini.request,
    Lane.IDEOGRAM: ideogram.request,
}


def request_for(call: Call) -> Request:
    return PROTOCOLS[call.lane](call)
