"""Prices that an administrator wrote: a further revision of a model's rows, and what changed in the trail."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from gallery import audit
from gallery.audit import Act
from studio import offer
from studio.models import PriceRevision


def write(model_id: str, rows: list[dict[str, Any]] | None, *, source: str, by: Any) -> PriceRevision:
    """It counts from the next press on; None: as shipped again."""
    before = [None if row.unknown else row.amount for row in offer.get(model_id).prices]
    with transaction.atomic():
        made = PriceRevision.objects.create(model=model_id, rows=rows, source=source, by=by)
        details = {"model": model_id, "rows": rows, "source": source, "price": changed(before, rows)}
        audit.record(Act.PRICE_CHANGED, by=by, obj=made, details=details)
        return made


def changed(before: list[Decimal | None], rows: list[dict[str, Any]] | None) -> dict[str, list[str]]:
    """The amounts that differ, as they were and are; "–" is an unknown one, "as shipped" goes back to the book."""
    if rows is None:
        return {"from": [dollars(one) for one in before], "to": ["as shipped"]}
    after = [None if row.get("unknown") else Decimal(row["amount"]) for row in rows]
    was = [*before, *[None] * (len(after) - len(before))]
    pairs = [(old, new) for old, new in zip(was, after, strict=False) if old != new]
    return {"from": [dollars(old) for old, _new in pairs], "to": [dollars(new) for _old, new in pairs]}


def dollars(amount: Decimal | None) -> str:
    return "–" if amount is None else f"${amount.normalize():f}"
