"""What a sandbox that was stopped leaves to the next one on the same folder."""

from pathlib import Path

import pytest

from studio.sandbox.config import SandboxConfig
from studio.sandbox.server import serving
from tests.studio.sandbox.client import Caller, data_uri, picture, png
from tests.studio.sandbox.test_tasks import poll, start


@pytest.fixture
def config(tmp_path: Path) -> SandboxConfig:
    return SandboxConfig(latency=0.0, task_seconds=0.0, plain=True, drawing_processes=1, state=tmp_path / "state")


def test_a_task_is_finished_by_the_next_server(config: SandboxConfig) -> None:
    with serving(config) as base:
        task = start(Caller(base), model="flux-kontext-max", input_image=data_uri(png(900, 600)), seed=42)
    with serving(config) as base:
        answer = poll(Caller(base), task)
    assert (answer["status"], answer["result"]["seed"]) == ("Ready", 42)


def test_a_link_leads_to_the_same_bytes_after_a_restart(config: SandboxConfig) -> None:
    with serving(config) as base:
        ask = Caller(base)
        sample = poll(ask, start(ask))["result"]["sample"]
        first = ask.fetch(sample).data
    with serving(config) as base:
        again = Caller(base).fetch(sample).data
    assert again == first
    assert picture(first).format == "JPEG"


def test_what_is_over_is_taken_off_the_shelf(config: SandboxConfig) -> None:
    with serving(config) as base:
        ask = Caller(base)
        ask.post("/sandbox/config", {"flux_link_seconds": 0})
        poll(ask, start(ask))
    with serving(config) as base:
        assert Caller(base).get("/sandbox/stats").json["links"] == 0
    assert not list((config.state / "links").iterdir())


def test_without_a_folder_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with serving(SandboxConfig(latency=0.0, task_seconds=0.0, plain=True, drawing_processes=1)) as base:
        poll(Caller(base), start(Caller(base)))
    assert not list(tmp_path.iterdir())
