"""Worker processes and their heartbeats: how a dead one is known (RELIABILITY 3.2)."""

from django.db import models
from django.utils import timezone

from gallery.ids import uuid7


class WorkerSession(models.Model):
    """A worker process. Those of one ``disk`` find the answers that each other left there."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    queues = models.CharField(max_length=200, blank=True)
    disk = models.CharField(max_length=32, blank=True)  # the mark of its DATA_DIR
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    beat_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=("beat_at",), name="worker_session_beat")]

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"
