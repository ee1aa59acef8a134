"""One sandbox per session: no latency, plain pictures, faults obeyed. Each test starts with an empty ledger."""

from collections.abc import Iterator

import pytest

from studio.sandbox.config import SandboxConfig
from studio.sandbox.server import serving
from tests.studio.sandbox.client import Caller

CONFIG = {"latency": 0.0, "task_seconds": 0.0, "plain": True, "faults": True, "hang_seconds": 30.0}


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    with serving(SandboxConfig(drawing_processes=1, **CONFIG)) as address:
        yield address


@pytest.fixture
def ask(base: str) -> Iterator[Caller]:
    caller = Caller(base)
    caller.send("DELETE", "/sandbox/ledger")
    yield caller
    caller.post("/sandbox/config", {**CONFIG, "link_seconds": 86_400, "flux_link_seconds": 600})
