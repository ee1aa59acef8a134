"""A hold ends by itself with the last held generation that its owner takes back."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from gallery.cases.deciding import withdraw
from gallery.models.case import CaseKind
from studio.models import Generation, Hold, HoldState, State
from studio.models.hold import OPEN


def taken_back(run_id: UUID, *, by: Any) -> None:
    """Call it in the transaction that cancels a held one: with the last of them, nobody has to look any more."""
    if Generation.objects.filter(run=run_id, state=State.HELD).exists():
        return
    rows = Hold.objects.filter(run=run_id, state__in=OPEN)
    if rows.update(state=HoldState.WITHDRAWN, decided_at=timezone.now(), decided_by=by):
        withdraw(kind=CaseKind.PROMPT, subject_id=run_id)
