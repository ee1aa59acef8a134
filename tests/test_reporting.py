"""The report of what was skipped, and the exit code when that was not allowed."""

import os
import subprocess
import sys

import pytest

from tests import __main__ as whole
from tests.reporting import Tally, lacking
from tests.sources import BASE

ONE_TEST = "tests/test_network.py::test_loopback_is_open"


@pytest.fixture
def tally():
    tally = Tally()
    tally.add({"used": {"redis": 3}, "skipped": {"Chromium is not installed": {"chromium": 2}}})
    return tally


def test_it_says_what_was_used_and_what_was_skipped(tally):
    assert tally.lines() == ["Used: redis in 3 tests.", "Skipped 2 tests: Chromium is not installed."]


@pytest.mark.parametrize(
    ("required", "missing"),
    [("", []), ("redis", []), ("redis, chromium", ["chromium"]), ("rabbitmq", ["rabbitmq"])],
)
def test_a_required_part_must_be_used_and_never_skipped(tally, monkeypatch, required, missing):
    monkeypatch.setenv("TEST_REQUIRE", required)
    assert tally.missing() == missing


def test_a_part_lacks_its_address(monkeypatch):
    monkeypatch.delenv("TEST_REDIS_URL", raising=False)
    assert lacking("redis") == "TEST_REDIS_URL is not set"


@pytest.mark.parametrize("runner", [("pytest", "-p", "no:cacheprovider"), ("tests",)])
def test_the_exit_code_tells_that_a_required_part_is_missing(runner):
    told = {**os.environ, "TEST_REQUIRE": "redis", "PYTEST_ADDOPTS": ""}
    for of_this_run in ("TEST_REPORT", "TEST_RUN", "DATA_DIR"):  # its end would drop this run's database
        told.pop(of_this_run, None)
    command = [sys.executable, "-m", *runner, ONE_TEST, "-n", "0"]
    done = subprocess.run(command, cwd=BASE, env=told, check=False, capture_output=True, text=True)
    assert (done.returncode, "1 passed" in done.stdout) == (1, True), done.stdout


def test_a_pass_that_a_signal_ended_is_no_success_beside_one_that_went_well(monkeypatch):
    monkeypatch.setattr(whole, "PYTEST", [sys.executable, "-c"])
    well, ended = whole.Pass("a", ["pass"]), whole.Pass("b", ["import os; os.kill(os.getpid(), 9)"])
    assert whole.run(well, ended, tally=Tally()) == 9
