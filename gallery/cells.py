"""What is written into a CSV's cell."""

from decimal import Decimal
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBERS = (int, float, Decimal)


def plain(value: Any) -> Any:
    """As text that no spreadsheet takes for a formula; a number stays one, and nothing is ""."""
    if value is None:
        return ""
    if isinstance(value, NUMBERS):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
