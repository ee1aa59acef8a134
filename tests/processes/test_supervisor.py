"""`make run` as a person has it: the real supervisor with everything under it."""

import os
import shutil
import signal
import socket

import httpx
import pytest
from django.db import connection

from tests import databases
from tests.processes.home import WITHOUT_BROKER, Home, generations, plain, states
from tests.processes.stack import BASE, free_port, until

pytestmark = pytest.mark.processes
MINI = [{"id": "openai/gpt-image-1-mini"}]
QWEN = [{"id": "qianfan/qwen-image"}]
FLUX = [{"id": "bfl/flux-2-pro"}]
OUTSIDE = {".venv", "staticfiles", "__pycache__", "data"}


@pytest.fixture
def bare(tmp_path):
    """A home without anything in it."""
    home = Home(tmp_path)
    yield home
    home.kill()


@pytest.fixture
def home(bare, django_db_setup):
    """A home whose database is up to date, which saves ten seconds of CPU."""
    if connection.vendor == "sqlite":
        bare.database.parent.mkdir()
        shutil.copy(databases.template(), bare.database)
    return bare


def press(api, models, count=1):
    answer = api.post("/runs", json={"prompt": "a harbour", "models": models, "count": count})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def test_it_answers_makes_a_picture_and_stops_within_ten_seconds(bare):
    home = bare
    before = set(os.listdir(BASE))
    home.start()
    with home.api as api:
        run = press(api, MINI)
        until(lambda: states(api, run) == {"succeeded"})
    assert "ada is the administrator now" in home.said
    assert home.child("celery -A studio worker", "-Q provider")
    family = home.children()
    assert home.stop() == 0
    assert not home.alive(family)
    assert set(os.listdir(BASE)) - before <= OUTSIDE
    assert not list((home.folder / "tmp").iterdir())
    assert not list((home.folder / "home").iterdir())


def test_what_a_person_reads_is_the_address(home):
    home.start()
    home.stop()
    lines = [line for line in home.said.splitlines() if line.strip()]
    assert len(lines) < 12
    assert "Loaded" not in home.said
    assert "superuser privileges" not in home.said


def test_a_killed_child_is_started_again_and_said(home):
    home.start()
    for name, words in (("provider worker", ("-Q provider",)), ("web", ("uvicorn",)), ("broker", ("v.sock",))):
        home.child(*words).kill()
        until(lambda name=name: f"{name} started again" in home.said, what=home.said)
        assert f"{name} ended (killed by SIGKILL)" in home.said
    with home.api as api:
        until(lambda: httpx.get(f"{home.url}/healthz").status_code == 200)
        run = press(api, MINI)
        until(lambda: states(api, run) == {"succeeded"}, seconds=90)


def test_starting_again_goes_on_with_a_task_and_with_what_was_queued(home):
    home.extra = {"PROVIDER_THREADS": "1", "SANDBOX_LATENCY": "3"}
    home.start()
    with home.api as api:
        task = press(api, FLUX)
        until(lambda: states(api, task) == {"waiting"}, what="never waiting")
        queued = press(api, QWEN, count=4)
        until(lambda: "sending" in states(api, queued))
        assert home.stop() == 0
    home.start()
    with home.api as api:
        until(lambda: states(api, task) == {"succeeded"}, seconds=90)
        until(lambda: not states(api, queued) & {"queued", "sending", "collecting"}, seconds=90)
        ends = [(one["state"], one["charged"]) for one in generations(api, queued)]
    assert ends.count(("succeeded", "yes")) >= 3
    assert set(ends) <= {("succeeded", "yes"), ("unknown", "maybe")}


def test_a_killed_supervisor_takes_its_children_along(home):
    home.start()
    family = home.children()
    os.kill(home.process.pid, signal.SIGKILL)
    home.process.wait()
    until(lambda: not home.alive(family), seconds=30, what="somebody lives on")


def test_two_on_one_folder_are_refused(home):
    home.start()
    second = Home(home.folder, port=free_port(), starts=10)
    assert "runs already" in second.refuses()
    assert plain(second.said)


def test_an_unreachable_gateway_never_stops_the_start(home):
    home.extra = {"AIHUBMIX_BASE_URL": "http://127.0.0.1:9", "AIHUBMIX_API_KEY": "sk-nowhere"}
    home.start()
    assert httpx.get(f"{home.url}/accounts/login/").status_code == 200


def test_without_valkey_and_redis_one_process_makes_a_picture(home):
    home.extra = {"PATH": "/nonexistent"}
    home.start("-c", WITHOUT_BROKER)
    assert "the queue lives in the web process" in home.said
    with home.api as api:
        run = press(api, MINI)
        until(lambda: states(api, run) == {"succeeded"})
    assert home.stop() == 0


def test_it_stops_though_nobody_reads_its_words_any_more(home):
    """As with `make run | tee log`, where Ctrl-C ends tee as well."""
    reader, writer = os.pipe()
    with open(reader, "rb") as read:
        home.launch(output=writer)
        os.close(writer)
        until(lambda: f"ready: {home.url}".encode() in read.readline(), seconds=120)
    family = home.children()
    home.stop()
    assert not home.alive(family)


def test_a_taken_port_is_said(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        home.port = taken.getsockname()[1]
        assert f"Port {home.port} is taken" in home.refuses()
    assert plain(home.said)


WRONG = {
    "DATABASE_URL=nonsense": "DATABASE_URL",
    "DATABASE_URL=postgres://nobody@127.0.0.1:9/none": "DATABASE_URL",
    "BROKER_URL=redis://127.0.0.1:9/0": "BROKER_URL",
    "BROKER_URL=amqp://guest@127.0.0.1:9//": "BROKER_URL",
    "BROKER_URL=kafka://127.0.0.1:9": "BROKER_URL names no broker that is known here",
    "PORT=99999": "PORT is out of range",
    "CACHE_URL=nonsense": "CACHE_URL",
    "DATA_DIR=/proc/none/data": "DATA_DIR",
    "CREDENTIAL_KEYS=abc": "CREDENTIAL_KEYS",
    "SIGNUP=perhaps": "SIGNUP",
    "PROVIDER_THREADS=many": "PROVIDER_THREADS",
    "AIHUBMIX_BASE_URL=aihubmix.com": "AIHUBMIX_BASE_URL",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_setting_is_told_in_a_line(home, wrong):
    name, _, value = wrong.partition("=")
    home.extra = {name: value}
    assert WRONG[wrong] in home.refuses()
    assert plain(home.said), home.said
