"""Checks, readiness, metrics: one list, told to a page, a proxy, Prometheus and the API."""

from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import timezone

from studio import dispatch, sessions
from studio.administration import health, metrics, probing, traffic
from studio.models import SelfTest, State, Transition, WorkerSession
from tests.factories import GenerationFactory
from tests.studio.administration.conftest import asking

pytestmark = pytest.mark.django_db


def named(found):
    return {check.name: check.ok for check in found}


def test_what_is_alive_is_told(at_desk):
    for queues in ("provider,collect", "control"):
        WorkerSession.objects.create(host="here", pid=1, queues=queues)
    probing.pulse()
    assert probing.probe_storage()
    assert set(named(health.checks()).values()) == {True}
    page = at_desk.get("/health/").content.decode()
    assert "every check holds" in page
    assert "Written, read and removed." in page


def test_what_is_dead_is_told(at_desk):
    WorkerSession.objects.create(host="here", pid=1, queues="provider", beat_at="2026-01-01T00:00Z")
    found = named(health.checks())
    assert (found["worker provider"], found["beat"]) == (False, False)
    assert health.failing(health.checks()) == []
    assert "No worker takes it." in at_desk.get("/health/").content.decode()


@pytest.mark.parametrize(("marks", "ok"), [(("a", "a", "b"), True), (("a", "b", "a"), False), (("", "a", "a"), True)])
def test_workers_that_do_not_share_their_disk_are_told(at_desk, marks, ok):
    """The media worker keeps no answers, and one whose mark is not known is not blamed."""
    for queues, disk in zip(("provider,collect", "control", "media"), marks, strict=True):
        WorkerSession.objects.create(host="here", pid=1, queues=queues, disk=disk)
    assert named(health.checks())["shared disk"] is ok
    assert ("different data folders" in at_desk.get("/health/").content.decode()) is not ok


def test_processes_of_one_folder_have_one_mark(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    mark = sessions.disk_mark()
    assert (len(mark), sessions.disk_mark()) == (32, mark)
    settings.DATA_DIR = tmp_path / "not there"
    assert sessions.disk_mark() == ""


@pytest.mark.parametrize("at_fault", ["broker", "database"])
def test_ready_names_what_is_away(client, monkeypatch, at_fault):
    assert client.get("/readyz").status_code == 200
    if at_fault == "broker":
        monkeypatch.setattr(dispatch, "reachable", lambda: False)
    else:
        monkeypatch.setattr(health, "database", lambda: (False, ""))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, f"not ready: {at_fault}\n".encode())


def test_a_storage_that_keeps_what_it_should_let_go_is_told(monkeypatch, at_desk):
    monkeypatch.setattr(FileSystemStorage, "delete", lambda self, name: None)
    assert not probing.probe_storage()
    steps = SelfTest.objects.get(name="storage").steps
    assert [(step["name"], step["ok"]) for step in steps] == [("write", True), ("read", True), ("delete", False)]
    assert "It is still there." in at_desk.get("/health/").content.decode()


def outcome(state, why="", vendor="OpenAI", seconds=4, hours=0):
    now = timezone.now() - timedelta(hours=hours)
    row = GenerationFactory(state=state, vendor=vendor, sent_at=now - timedelta(seconds=seconds))
    Transition.objects.create(
        generation=row,
        run_id=row.run_id,
        user_id=row.run.owner_id,
        from_state=State.SENDING,
        to_state=state,
        why=why,
        at=now,
    )


def test_vendors_by_the_hour():
    for _ in range(3):
        outcome(State.SUCCEEDED)
    outcome(State.FAILED, "vendor_failed")
    outcome(State.REFUSED, vendor="Baidu")
    found = {day.vendor: day for day in traffic.days(traffic.hours())}
    openai, baidu = found["OpenAI"], found["Baidu"]
    assert (openai.calls, openai.failed, openai.rate, round(openai.seconds)) == (4, 1, 25, 4)
    assert (baidu.failed, baidu.refused) == (0, 1)
    assert openai.hours[-1].calls == 4


def test_the_page_draws_each_hours_time_beside_the_slowest(at_desk):
    outcome(State.COLLECTING, seconds=10)
    outcome(State.COLLECTING, seconds=40, hours=3)
    day = traffic.days(traffic.hours())[0]
    assert [(pace.slot, pace.bar, pace.top) for pace in day.paces] == [(20, 20, 0), (23, 5, 15)]
    page = at_desk.get("/health/").content.decode()
    assert "Time by the hour" in page
    assert ": 40 s</title>" in page


def test_queues_by_their_rows():
    GenerationFactory(created_at=timezone.now() - timedelta(hours=1), due_at="2026-01-01T00:00Z")
    found = {queue.name: queue for queue in traffic.queues()}
    assert (found["provider"].waiting, found["collect"].waiting) == (1, 0)
    assert found["provider"].oldest > 3600


def test_metrics_for_the_token_the_machine_and_administrators(client, members, at_desk, settings):
    assert b'pinacoteca_check_ok{check="database"} 1.0' in client.get("/metrics").content
    assert members.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 403
    assert at_desk.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 200
    settings.METRICS_TOKEN = "a long token"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer a long tokem"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer a long token"}).status_code == 200


def test_metrics_read_rows_in_a_bounded_number_of_queries(django_assert_max_num_queries):
    for _ in range(5):
        outcome(State.SUCCEEDED)
    with django_assert_max_num_queries(14):
        metrics.text()


def test_api_tells_administrators(administrator, member):
    found = asking(Client(), administrator)("get", "/health").json()
    assert {check["name"] for check in found["checks"]} >= {"database", "migrations", "broker", "storage", "disk"}
    assert asking(Client(), member)("get", "/health").status_code == 403
