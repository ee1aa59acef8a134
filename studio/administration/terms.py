"""Columns of the instance's one row of settings: saved together, each change written down with what it was before."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from gallery import audit
from studio.models import InstanceSettings
from studio.models.instance import ONLY

JUDGING = ("held_goal", "hide_after_reports", "block_distance", "screening", "screening_model", "screening_thresholds")


def save(settings: InstanceSettings, names: Sequence[str], *, act: str, by: Any) -> bool:
    """Takes ``names`` of ``settings`` over; the other columns stay. False where nothing changed."""
    with transaction.atomic():
        InstanceSettings.objects.get_or_create(pk=ONLY)
        row = InstanceSettings.objects.select_for_update().get(pk=ONLY)
        changed = {
            name: {"from": getattr(row, name), "to": getattr(settings, name)}
            for name in names
            if getattr(row, name) != getattr(settings, name)
        }
        if not changed:
            return False
        InstanceSettings.objects.filter(pk=ONLY).update(**{name: change["to"] for name, change in changed.items()})
        audit.record(act, by=by, details=changed)
    return True
