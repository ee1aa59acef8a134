"""What every test shares: folders of its own, a network that ends at loopback, and the report of skipped parts."""

import os

import pytest
from django.core.cache import cache

from studio import sessions
from tests import network, reporting

MODULE_BY_MODULE = ("tests/processes", "tests/e2e")  # a module on one xdist worker, its tests one by one
TOGETHER = ("tests/deployment",)  # the whole folder: its modules share their sites


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    reporting.mark_parts(items)
    for item in items:
        if item.nodeid.startswith(MODULE_BY_MODULE):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        elif item.nodeid.startswith(TOGETHER):
            item.add_marker(pytest.mark.xdist_group(item.path.parent.name))


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
    if os.environ.get("TEST_REPORT"):
        reporting.write(os.environ["TEST_REPORT"])
    elif reporting.TALLY.missing() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True, scope="session")
def loopback_only():
    with pytest.MonkeyPatch.context() as patch:
        network.block(patch.setattr)
        yield


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch):
    """A session that a test begins in this process ends with the test, and beats on no database of the next one."""
    monkeypatch.setattr(sessions, "_current", None)
    monkeypatch.setattr(sessions, "_beat", lambda session_id: None)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Files, spool and broker of a test are its own."""
    settings.DATA_DIR = tmp_path
    settings.SPOOL_DIR = tmp_path / "spool"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test remembered is no other's business."""
    cache.clear()
