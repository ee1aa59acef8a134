"""Models for everybody here: switched off and on, and offered again after they were retired."""

from typing import Any

from django.db import transaction

from gallery import audit
from gallery.audit import Act
from studio.models import Retirement, SwitchedOff

WHY_MAX = 200


def switch_off(model_id: str, *, by: Any, why: str = "") -> None:
    """Nobody here may ask it from the next press on; what is sent or queued goes on. Again: another reason."""
    with transaction.atomic():
        SwitchedOff.objects.update_or_create(model=model_id, defaults={"why": why[:WHY_MAX], "by": by})
        audit.record(Act.MODEL_DISABLED, by=by, details={"model": model_id, "why": why[:WHY_MAX]})


def switch_on(model_id: str, *, by: Any) -> bool:
    """Whether it was off."""
    with transaction.atomic():
        deleted, _ = SwitchedOff.objects.filter(model=model_id).delete()
        if deleted:
            audit.record(Act.MODEL_ENABLED, by=by, details={"model": model_id})
        return bool(deleted)


def offer_again(model_id: str, *, by: Any) -> bool:
    """After the gateway's word or an administrator's that it is gone. What the catalogue itself retired stays so."""
    with transaction.atomic():
        deleted, _ = Retirement.objects.filter(model=model_id).delete()
        if deleted:
            audit.record(Act.MODEL_ENABLED, by=by, details={"model": model_id})
        return bool(deleted)
