"""Who asks. ``sk-…`` is a good key, ``sk-bad…`` wrong, ``sk-poor…`` without credit, ``sk-free…`` without a limit."""

from studio.sandbox.problems import RequestError
from studio.sandbox.wire import Request

UNLIMITED = -1.0


def key_of(request: Request, lane: str) -> str:
    """The key of this request. Raises RequestError 401 without a good one."""
    key = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not key and lane == "gemini":
        key = request.headers.get("x-goog-api-key", "") or request.query.get("key", "")
    if not key and lane == "ideogram":
        key = request.headers.get("api-key", "")
    if not key.startswith("sk-") or len(key) < 6 or key.startswith("sk-bad"):
        message = "Incorrect API key provided" if key else "You did not provide an API key"
        raise RequestError(401, message, code="invalid_api_key", kind="Aihubmix_api_error")
    return key


def require_credit(key: str) -> None:
    """Raises RequestError 403 when the key has nothing left."""
    if key.startswith("sk-poor"):
        message = "Insufficient user quota, remaining $0.00"
        raise RequestError(403, message, code="insufficient_user_quota", kind="Aihubmix_api_error")


def balance_of(key: str, balance: float) -> float:
    """US dollars that remain."""
    if key.startswith("sk-poor"):
        return 0.0
    return UNLIMITED if key.startswith("sk-free") else balance
