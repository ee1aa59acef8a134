"""How the sandbox behaves. Everything here can be changed while it runs, through ``POST /sandbox/config``."""

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

# Lively rather than true: seconds that a newcomer likes to wait, in the order of the real models.
MODEL_SECONDS = {
    "gpt-image-1.5": 5.5,
    "gpt-image-1": 6.0,
    "gpt-image-1-mini": 4.0,
    "dall-e-3": 4.5,
    "imagen-4.0-ultra-generate-001": 4.5,
    "imagen-4.0-fast-generate-001": 2.2,
    "imagen-4.0-fast-generate-preview-06-06": 2.2,
    "doubao-seedream-4-5": 4.0,
    "flux-2-flex": 6.0,
    "flux-2-pro": 4.0,
    "gemini-3-pro-image-preview": 5.0,
}
OTHER_MODELS_SECONDS = 3.2
JITTER = 0.2


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """Times in seconds, sizes in bytes. ``latency`` None means by model, 2 to 6 s, a little different each time."""

    latency: float | None = None
    task_seconds: float | None = None  # how long an asynchronous task takes; None means as long as the latency
    plain: bool = False  # one drawing for all, answered at minimal CPU
    faults: bool = False  # obey the fault words of faults.py
    drawing_processes: int = field(default_factory=lambda: max(1, (os.cpu_count() or 2) // 2))
    link_seconds: float = 86_400.0
    flux_link_seconds: float = 600.0
    hang_seconds: float = 3_600.0
    oversized_bytes: int = 80 * 1024 * 1024
    retry_after: float = 1.0
    balance: float = 38.2
    state: Path | None = None  # a folder for what is to outlive a restart

    def call_seconds(self, model: str) -> float:
        """How long one answer takes."""
        if self.latency is not None:
            return self.latency
        return _around(model)

    def receipt_seconds(self) -> float:
        """How long an asynchronous receipt takes: about as on the real lane, never longer than an answer."""
        return min(0.4, self.latency) if self.latency is not None else 0.4

    def seconds_of_task(self, model: str) -> float:
        """How long a task stays unfinished after its receipt."""
        if self.task_seconds is not None:
            return self.task_seconds
        return self.call_seconds(model)

    def changed(self, values: Mapping[str, Any]) -> "SandboxConfig":
        """A copy with these values. Raises ValueError on an unknown name or a value of the wrong type."""
        for name, value in values.items():
            _check_change(name, value)
        return replace(self, **values)


def _around(model: str) -> float:
    seconds = MODEL_SECONDS.get(model, OTHER_MODELS_SECONDS)
    return seconds * random.uniform(1 - JITTER, 1 + JITTER)


_FLAGS = {"plain", "faults"}
_OPTIONAL = {"latency", "task_seconds"}
_NUMBERS = {"link_seconds", "flux_link_seconds", "hang_seconds", "oversized_bytes", "retry_after", "balance"}


def _check_change(name: str, value: Any) -> None:
    if name in _FLAGS and isinstance(value, bool):
        return
    if name in _OPTIONAL and value is None:
        return
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if name in _OPTIONAL | _NUMBERS and number and (value >= 0 or name == "balance"):
        return
    raise ValueError(f"{name}={value!r} cannot be set")


def from_environment(environment: Mapping[str, str]) -> SandboxConfig:
    """``SANDBOX_LATENCY`` in seconds; unset or empty means by model. Raises ValueError when it is no number."""
    text = environment.get("SANDBOX_LATENCY", "").strip()
    return SandboxConfig(latency=float(text) if text else None)
