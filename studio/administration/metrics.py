"""/metrics: counted from rows when asked, so that every process tells the same and none has to remember."""

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from studio.administration import health, traffic
from studio.models import Generation


class Rows(Collector):
    def collect(self) -> Iterator[Metric]:
        yield of_checks()
        yield from of_queues()
        yield from of_vendors()
        yield of_states()


def of_checks() -> Metric:
    up = GaugeMetricFamily("pinacoteca_check_ok", "Whether a check of the health page holds.", labels=["check"])
    for check in health.checks():
        up.add_metric([check.name], float(check.ok))
    return up


def of_queues() -> Iterator[Metric]:
    messages = GaugeMetricFamily("pinacoteca_queue_messages", "Messages on the broker.", labels=["queue"])
    waiting = GaugeMetricFamily("pinacoteca_queue_waiting", "Rows that are due.", labels=["queue"])
    oldest = GaugeMetricFamily("pinacoteca_queue_oldest_seconds", "Age of the oldest due row.", labels=["queue"])
    for queue in traffic.queues():
        messages.add_metric([queue.name], queue.messages)
        waiting.add_metric([queue.name], queue.waiting)
        oldest.add_metric([queue.name], queue.oldest)
    yield from (messages, waiting, oldest)


def of_vendors() -> Iterator[Metric]:
    calls = GaugeMetricFamily("pinacoteca_vendor_calls_hour", "Calls that ended in the last hour.", labels=["vendor"])
    failed = GaugeMetricFamily("pinacoteca_vendor_failed_hour", "Of these, failed by the vendor.", labels=["vendor"])
    took = GaugeMetricFamily("pinacoteca_vendor_seconds", "Mean seconds of an answer, last hour.", labels=["vendor"])
    for day in traffic.days(traffic.hours(1), 1):
        calls.add_metric([day.vendor], day.calls)
        failed.add_metric([day.vendor], day.failed)
        if day.seconds is not None:
            took.add_metric([day.vendor], day.seconds)
    yield from (calls, failed, took)


def of_states() -> Metric:
    """States that last are few rows by index; ended ones are the ledger's to count."""
    open_states = ("held", "queued", "sending", "waiting", "collecting", "unknown")
    rows = Generation.objects.filter(state__in=open_states).order_by().values_list("state").annotate(Count("pk"))
    counted = dict(rows)
    gauge = GaugeMetricFamily("pinacoteca_generations", "Generations by state that has not ended.", labels=["state"])
    for state in open_states:
        gauge.add_metric([state], counted.get(state, 0))
    return gauge


def text() -> bytes:
    registry = CollectorRegistry()
    registry.register(Rows())
    return generate_latest(registry)
