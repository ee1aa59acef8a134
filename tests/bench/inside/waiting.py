"""Rows for tasks that wait at the gateway, as `sending` leaves them; their ids are read from the file ``tasks``."""

import json
from datetime import timedelta
from pathlib import Path
from random import uniform

from django.utils import timezone

from gallery.models import User
from studio.models import Generation, Run, State
from tests.bench.inside import given, say

MODEL = "bfl/flux-2-pro"


def row(run: Run, task: str, spread: float) -> Generation:
    now = timezone.now()
    return Generation(
        run=run,
        model=MODEL,
        model_label="FLUX.2 Pro",
        vendor="Black Forest Labs",
        lane="predictions",
        state=State.WAITING,
        remote_id=task,
        key_source="sandbox",
        due_at=now + timedelta(seconds=uniform(0, spread)),
        sent_at=now - timedelta(seconds=60),
        deadline_at=now + timedelta(hours=2),
    )


def main() -> None:
    tasks = json.loads(Path(given()["tasks"]).read_text())
    run = Run.objects.create(owner=User.objects.get(username="mira"), prompt="waiting", aspect="1:1", sandbox=True)
    rows = [row(run, task, len(tasks) / 100) for task in tasks]
    Generation.objects.bulk_create(rows, batch_size=500)
    say(rows=len(rows))


if __name__ == "__main__":
    main()
