"""Prices that an administrator writes: each a new version beside the earlier ones."""

from typing import Any

from django.db import transaction

from gallery import audit
from gallery.audit import Act
from studio.models import PriceRevision


def write(model_id: str, rows: list[dict[str, Any]] | None, *, source: str, by: Any) -> PriceRevision:
    """It counts from the next press on; None: as shipped again."""
    with transaction.atomic():
        made = PriceRevision.objects.create(model=model_id, rows=rows, source=source, by=by)
        audit.record(Act.PRICE_CHANGED, by=by, obj=made, details={"model": model_id, "rows": rows, "source": source})
        return made
