"""What a key has left (provider-api.md section 13): free, and the cheapest way to test a key."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from studio.gateway.errors import Unreadable
from studio.gateway.types import Balance

REMAIN = "/dashboard/billing/remain"
STATUS = "/api/status"
QUOTA_PER_UNIT = Decimal(500_000)  # points per US dollar where the gateway counts in points
NO_LIMIT_FROM = Decimal(10_000_000)  # US dollars; a key without a limit shows a huge or a negative figure
NAMES = ("total_usage", "remain", "credit", "remaining", "balance")


def points_per_dollar(status: Any) -> Decimal:
    """1 where the gateway counts in dollars, which it does unless its status page says otherwise."""
    data = status.get("data", status) if isinstance(status, Mapping) else {}
    if not isinstance(data, Mapping) or data.get("display_in_currency") is not False:
        return Decimal(1)
    return _number(data.get("quota_per_unit")) or QUOTA_PER_UNIT


def balance_in(document: Any, per_dollar: Decimal) -> Balance:
    """Raises Unreadable where the answer holds no figure."""
    if isinstance(document, Mapping) and isinstance(document.get("data"), Mapping):
        document = document["data"]
    held = document if isinstance(document, Mapping) else {}
    figure = next((number for name in NAMES if (number := _number(held.get(name))) is not None), None)
    if figure is None:
        raise Unreadable("The balance page holds no figure.")
    dollars = figure / per_dollar
    return Balance(None if dollars < 0 or dollars >= NO_LIMIT_FROM else dollars)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
