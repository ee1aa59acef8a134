"""Tests that a worker makes where it works: the storage takes, gives back and lets go of a small file."""

import time
import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from gallery import audit
from gallery.audit import Act
from studio import dispatch
from studio.models import SelfTest

CONTENT = b"Pinacoteca was here.\n"
SAID_MAX = 200
STORAGE, PULSE = "storage", "pulse"


def ask_storage(*, by: Any) -> None:
    with transaction.atomic():
        audit.record(Act.STORAGE_TESTED, by=by)
        SelfTest.objects.update_or_create(name=STORAGE, defaults={"asked_at": timezone.now()})
        transaction.on_commit(lambda: dispatch.ask("studio.probe_storage"))


def probe_storage() -> bool:
    """Writes, reads, removes; what follows a failure is not tried, but the file is never left."""
    name = f"probe/{uuid.uuid4()}.txt"
    steps: list[dict[str, Any]] = []
    acts: tuple[tuple[str, Callable[[], str]], ...] = (
        ("write", lambda: default_storage.save(name, ContentFile(CONTENT)) and ""),
        ("read", lambda: same(name)),
        ("delete", lambda: gone(name)),
    )
    for word, act in acts:
        steps.append(timed(word, act))
        if not steps[-1]["ok"]:
            break
    ok = all(step["ok"] for step in steps)
    values = {"at": timezone.now(), "asked_at": None, "ok": ok, "steps": steps}
    SelfTest.objects.update_or_create(name=STORAGE, defaults=values)
    return ok


def timed(word: str, act: Callable[[], str]) -> dict[str, Any]:
    start = time.perf_counter()
    try:
        said = act()
    except Exception as error:  # whatever a storage raises is its answer
        said = f"{type(error).__name__}: {error}"[:SAID_MAX]
    return {"name": word, "ok": not said, "ms": round(1000 * (time.perf_counter() - start), 1), "said": said}


def same(name: str) -> str:
    with default_storage.open(name) as file:
        return "" if file.read() == CONTENT else "Other bytes came back."


def gone(name: str) -> str:
    default_storage.delete(name)
    return "It is still there." if default_storage.exists(name) else ""


def pulse() -> None:
    """The beat asked and a worker answered: both live."""
    SelfTest.objects.update_or_create(name=PULSE, defaults={"at": timezone.now(), "ok": True})
