"""What every test shares: folders of its own, a network that ends at loopback, and the report of skipped parts."""

import gc
import math
import os

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as fuzzing
from pytest_django.plugin import blocking_manager_key

from gallery.audit import guards
from gallery.models import AuditEntry
from studio import keys, sessions
from studio.lifecycle import turns
from tests import databases, network, reporting, spreading
from tests.examples import examples

SLOW = [HealthCheck.too_slow]  # no clock decides
fuzzing.register_profile("suite", max_examples=examples(100), deadline=None, suppress_health_check=SLOW)
fuzzing.load_profile("suite")


def pytest_collection_modifyitems(items):
    reporting.mark_parts(items)


def pytest_collection_finish():
    """What is collected stays: looking through it for garbage, again and again, was a sixth of the suite's CPU."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(optionalhook=True)  # nobody asks where xdist is off
def pytest_xdist_make_scheduler(config, log):
    return spreading.Spreading(config, log)


def pytest_runtest_logreport(report):
    reporting.TALLY.hear(report)


def pytest_terminal_summary(terminalreporter):
    if os.environ.get("TEST_REPORT"):
        return
    terminalreporter.section("optional parts")
    for line in reporting.TALLY.lines():
        terminalreporter.write_line(line)


def pytest_sessionfinish(session):
    if hasattr(session.config, "workerinput"):
        return
    with session.config.stash[blocking_manager_key].unblock():
        databases.drop_template()
    if os.environ.get("TEST_REPORT"):
        reporting.write(os.environ["TEST_REPORT"])
    elif reporting.TALLY.missing() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    worker = getattr(request.config, "workerinput", {"workerid": "alone"})["workerid"]
    with django_db_blocker.unblock():
        databases.copy_for(worker)
    yield
    with django_db_blocker.unblock():
        databases.drop_copy()


@pytest.fixture(autouse=True, scope="session")
def loopback_only():
    with pytest.MonkeyPatch.context() as patch:
        network.block(patch.setattr)
        yield


@pytest.fixture(autouse=True, scope="session")
def trail_gives_way():
    """To the emptying of the database after a test, and to nothing else."""
    empty = type(connection.ops).execute_sql_flush

    def execute(ops, sql_list):
        vendor = ops.connection.vendor
        if AuditEntry._meta.db_table not in ops.connection.introspection.table_names():
            return empty(ops, sql_list)
        return empty(ops, [*guards.lifted(vendor), *sql_list, *guards.installed(vendor)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "execute_sql_flush", execute)
        yield


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch):
    """A session that a test begins in this process ends with the test, and beats on no database of the next one."""
    monkeypatch.setattr(sessions, "_current", None)
    monkeypatch.setattr(sessions, "_beat", lambda session_id: None)


@pytest.fixture(autouse=True)
def own_language():
    """A page that a test asks for in another language leaves its thread in it."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Files, spool and broker of a test are its own."""
    in_folder(settings, tmp_path)


def in_folder(settings, folder):
    settings.DATA_DIR = folder
    settings.SPOOL_DIR = folder / "spool"
    settings.MEDIA_ROOT = folder / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder / "files")},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch):
    """What one test remembered is no other's business, and no clock makes it ask a second time."""
    cache.clear()
    monkeypatch.setattr(turns, "REMEMBERED", math.inf)
    monkeypatch.setattr(keys, "HELD", math.inf)
    turns.memory.forget()
    keys.held.forget()
