"""The heartbeat of this process. A generation held by a session without one is taken over (sweeping.py)."""

import os
import socket
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

from studio.models import WorkerSession

log = structlog.get_logger(__name__)

BEAT_SECONDS = 5.0
DEAD_AFTER = timedelta(seconds=30)

_lock = threading.Lock()
_current: WorkerSession | None = None
_stop = threading.Event()


def current_id() -> UUID:
    """This process's session, started on first use."""
    return (_current or start()).pk


def start(queues: str = "") -> WorkerSession:
    """Registers this process, declares dead predecessors on this host ended, and begins to beat."""
    global _current  # noqa: PLW0603 (one session per process)
    with _lock:
        if _current and _current.pid == os.getpid():
            return _current
        bury_dead_of_host()
        _current = WorkerSession.objects.create(
            host=socket.gethostname(), pid=os.getpid(), queues=queues, disk=disk_mark()
        )
        _stop.clear()
        threading.Thread(target=_beat, args=(_current.pk,), name="heartbeat", daemon=True).start()
        return _current


def disk_mark() -> str:
    """Of DATA_DIR: made by whoever comes first, the same for all that share it. "" where it cannot be written."""
    path = settings.DATA_DIR / "disk-mark"
    try:
        with suppress(FileExistsError), path.open("x") as file:
            file.write(uuid4().hex)
        return path.read_text()[:32]
    except OSError as error:
        log.warning("no_disk_mark", error=str(error))
        return ""


def end() -> None:
    """Says that this process holds nothing any more: what it leaves behind is taken over at once."""
    global _current  # noqa: PLW0603
    _stop.set()
    if _current is None:
        return
    WorkerSession.objects.filter(pk=_current.pk).update(ended_at=timezone.now())
    _current = None


def bury_dead_of_host() -> None:
    """A session of this host whose process is gone need not be waited for."""
    for session in WorkerSession.objects.filter(host=socket.gethostname(), ended_at=None):
        if session.pid != os.getpid() and not alive(session.pid):
            WorkerSession.objects.filter(pk=session.pk).update(ended_at=timezone.now())


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Watch:
    """Who is alive, as one process sees it. Silence counts only while the watcher itself was awake: after a sleep
    of the machine or an outage of the database everybody gets DEAD_AFTER to be heard again.
    """

    def __init__(self) -> None:
        self.looked_at: datetime | None = None
        self.patient_until: datetime | None = None

    def alive(self) -> "list[UUID]":
        now = timezone.now()
        if self.looked_at is None or now - self.looked_at > DEAD_AFTER / 2:
            self.patient_until = now + DEAD_AFTER
        self.looked_at = now
        rows = WorkerSession.objects.filter(ended_at=None)
        if self.patient_until is None or now >= self.patient_until:
            rows = rows.filter(beat_at__gte=now - DEAD_AFTER)
        return list(rows.values_list("pk", flat=True))


watch = Watch()


def alive_ids() -> "list[UUID]":
    """Sessions that did not end and whose heart beat within DEAD_AFTER."""
    return watch.alive()


def _beat(session_id: UUID) -> None:
    while not _stop.wait(BEAT_SECONDS):
        try:
            beat(session_id)
        except Exception as error:  # whatever it is: without a heartbeat all that this process sends is taken from it
            log.warning("heartbeat_missed", error=str(error))
            with suppress(Exception):
                connection.close()


def beat(session_id: UUID) -> None:
    """Also after the row was swept away, as on a machine that slept for a day."""
    now = timezone.now()
    if not WorkerSession.objects.filter(pk=session_id).update(beat_at=now):
        WorkerSession.objects.create(pk=session_id, host=socket.gethostname(), pid=os.getpid(), beat_at=now)
