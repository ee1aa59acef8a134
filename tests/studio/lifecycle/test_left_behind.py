"""Paid answers that lie whole on disk and whose worker is gone: the sweeper takes them up."""

import json
import os
import socket
import subprocess
import sys
from base64 import b64encode
from uuid import uuid4

import pytest
from django.utils import timezone

from gallery.models import Image
from studio import lifecycle
from studio.gateway import spool as spooled
from studio.gateway.errors import Unreadable
from studio.lifecycle import sending, spool, sweeping
from studio.models import Generation, State, WorkerSession
from tests.factories import GenerationFactory
from tests.gallery.pictures.drawing import encoded

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = spooled.Head(status=200, lane="predictions", family="openai")


def answered(state, output=None, **columns):
    """A row whose answer lies there longer than any worker takes to read it."""
    row = GenerationFactory(key_source="sandbox", state=state, sent_at=timezone.now(), claim_token=uuid4(), **columns)
    item = {"bytesBase64": b64encode(encoded()).decode()}
    path = spool.path_of(row)
    spooled.store(path, HEAD, [json.dumps({"output": output or {"b64_json": [item], "urls": []}}).encode()])
    os.utime(path, (0, path.stat().st_mtime - 2 * sweeping.UNSETTLED_AFTER))
    return row


def taken_up(row):
    due = lifecycle.sweep()
    for generation_id in due.collect:
        lifecycle.collect(generation_id)
    return Generation.objects.get(pk=row.pk).state


def test_an_answer_that_outlived_its_worker_becomes_a_picture():
    dead = WorkerSession.objects.create(host="elsewhere", pid=1, ended_at=timezone.now())
    row = answered(State.SENDING, session=dead.pk)
    assert taken_up(row) == State.SUCCEEDED
    assert Image.objects.get().bytes == len(encoded())


def test_a_worker_of_this_host_is_not_waited_for_once_its_process_is_gone():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    killed = WorkerSession.objects.create(host=socket.gethostname(), pid=process.pid)
    assert taken_up(answered(State.SENDING, session=killed.pk)) == State.SUCCEEDED


def test_an_answer_that_has_just_come_is_left_to_whoever_reads_it():
    row = answered(State.UNKNOWN)
    os.utime(spool.path_of(row))
    assert taken_up(row) == State.UNKNOWN


def test_an_answer_that_came_after_its_call_was_given_up_becomes_a_picture():
    assert taken_up(answered(State.UNKNOWN)) == State.SUCCEEDED


def test_a_collector_that_could_not_see_the_answer_keeps_nobody_from_it(settings, tmp_path):
    """A worker with a disk of its own finds nothing on it and gives up."""
    row, here = answered(State.COLLECTING, session=None), settings.SPOOL_DIR
    settings.SPOOL_DIR = tmp_path
    lifecycle.collect(row.pk)
    assert Generation.objects.get(pk=row.pk).state == State.UNKNOWN
    settings.SPOOL_DIR = here
    assert taken_up(row) == State.SUCCEEDED


def test_what_its_owner_settled_stays_settled():
    row = answered(State.FAILED, charged="yes")
    assert taken_up(row) == State.FAILED


def test_a_fault_of_ours_while_it_is_read_costs_no_picture():
    """Such as a full disk: ``ask`` knows no better than that it was unreadable, and the sweeper reads it once more."""
    row = answered(State.SENDING, session=None)
    sending.after_error(Generation.objects.select_related("run").get(pk=row.pk), Unreadable("OSError"))
    assert Generation.objects.get(pk=row.pk).state == State.UNKNOWN
    assert taken_up(row) == State.SUCCEEDED


def test_reading_it_again_blames_the_vendor_no_further(monkeypatch):
    """Else each answer of a bad minute would lengthen the pause once more when the sweeper comes to it."""
    blamed = []
    monkeypatch.setattr(sending.pauses, "heed", lambda generation, error: blamed.append(error.code))
    row = answered(State.SENDING, output={"canvas": "a shape of tomorrow"})
    sending.after_error(Generation.objects.select_related("run").get(pk=row.pk), Unreadable("no picture"))
    taken_up(row)
    assert blamed == ["unreadable"]


@pytest.mark.parametrize(("status", "code"), [(429, "vendor_busy"), (503, "vendor_busy"), (401, "key_rejected")])
def test_a_refusal_that_lay_there_says_that_nothing_was_charged(status, code):
    row = answered(State.UNKNOWN, charged="maybe", reason_code="worker_died")
    path = spool.path_of(row)
    head = spooled.Head(status=status, lane="predictions", family="openai")
    spooled.store(path, head, [b'{"error": {"message": "No available channel for this model"}}'])
    os.utime(path, (0, 0))
    assert taken_up(row) == State.FAILED
    now = Generation.objects.get(pk=row.pk)
    assert (now.reason_code, now.charged, now.attempts) == (code, "no", row.attempts)
    assert not path.exists()


def test_an_answer_that_nobody_can_read_is_set_aside_and_not_taken_up_again(settings):
    row = answered(State.UNKNOWN, output={"canvas": "a shape of tomorrow"})
    assert taken_up(row) == State.UNKNOWN
    kept = settings.SPOOL_DIR / f"{spool.ASIDE}{spool.path_of(row).name}"
    assert b"a shape of tomorrow" in kept.read_bytes()
    assert spool.left_behind() == []
    spool.forget(sweeping.KEEP_SPOOL)
    assert kept.exists()
    os.utime(kept, (0, 0))
    spool.forget(sweeping.KEEP_SPOOL)
    assert not kept.exists()


def test_answers_set_aside_do_not_fill_the_disk(settings, monkeypatch):
    monkeypatch.setattr(spool, "MOST_ASIDE", 25)
    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    now = timezone.now().timestamp()
    for age in range(4):
        path = settings.SPOOL_DIR / f"{spool.ASIDE}{age}"
        path.write_bytes(b"0123456789")
        os.utime(path, (now - age, now - age))
    spool.forget(sweeping.KEEP_SPOOL)
    assert sorted(path.name for path in settings.SPOOL_DIR.iterdir()) == [f"{spool.ASIDE}{age}" for age in (0, 1)]
