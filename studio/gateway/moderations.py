"""The gateway's judgement of words (provider-api.md section 13): OpenAI's shape, free of charge.

Scores from 0 to 1 by category; of several texts the highest of each counts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from studio.gateway import classify
from studio.gateway.chat import document_in
from studio.gateway.errors import Unreadable

PATH = "/v1/moderations"
TIMEOUT = 8.0  # seconds; somebody's run waits for it
MOST_CATEGORIES = 100


def body_of(model: str, texts: Sequence[str]) -> dict[str, Any]:
    return {"model": model, "input": list(texts)}


def scores_in(
    status: int, content: bytes, *, texts: int, request_id: str, retry_after: float | None
) -> Mapping[str, float]:
    """Raises GatewayError of its status or its complaint; Unreadable where a 200 does not judge every text."""
    document = document_in(content)
    if status != 200:
        raise classify.http_error(status, document, request_id=request_id, retry_after=retry_after)
    if said := classify.complaint(document):
        raise classify.told_error(said, request_id=request_id)
    results = document.get("results") if isinstance(document, Mapping) else None
    if not isinstance(results, list) or len(results) != texts:
        raise Unreadable("The answer judges another number of texts.", request_id=request_id, status=200)
    found: dict[str, float] = {}
    for result in results:
        for name, score in scores_of(result, request_id).items():
            found[name] = max(score, found.get(name, 0.0))
    return found


def scores_of(result: Any, request_id: str) -> dict[str, float]:
    scores = result.get("category_scores") if isinstance(result, Mapping) else None
    if not isinstance(scores, Mapping) or not scores or len(scores) > MOST_CATEGORIES:
        raise Unreadable("The answer has no scores.", request_id=request_id, status=200)
    for name, score in scores.items():
        if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
            raise Unreadable(f"The score of {str(name)[:40]} is none.", request_id=request_id, status=200)
    return {str(name)[:60]: float(score) for name, score in scores.items()}
