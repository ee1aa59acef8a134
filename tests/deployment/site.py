"""The image's roles as processes: the very commands of docker/role, with an environment as compose.yaml gives it."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.processes.stack import BASE, Sandbox, free_port, until

ROLE = BASE / "docker" / "role"
ROLES = ("web", "provider", "media", "control", "beat")
STOP_SECONDS = 20


@dataclass
class Site:
    """``services`` are the settings of the shape: DATABASE_URL, BROKER_URL, S3_BUCKET…"""

    folder: Path
    sandbox: Sandbox
    services: dict[str, str]
    port: int = field(default_factory=free_port)
    processes: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)
    token: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        own = {"DATA_DIR": str(self.folder / "data"), "PORT": str(self.port), "HOST": "127.0.0.1"}
        fixed = {"SECRET_KEY": "deployment", "SANDBOX_URL": self.sandbox.url, "MEDIA_PROCESSES": "1"}
        return {"PATH": path, "HOME": str(self.folder), "PROVIDER_THREADS": "8", **own, **fixed, **self.services}

    def role(self, *arguments: str, **environment: str) -> str:
        """Runs a role to its end and gives what it printed."""
        told = {**self.environment, **environment}
        done = subprocess.run(
            [ROLE, *arguments], cwd=BASE, env=told, check=False, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> "Site":
        """As compose does: prepare once, then all the rest; then a person with a token."""
        person = {"DJANGO_SUPERUSER_USERNAME": "ada", "DJANGO_SUPERUSER_PASSWORD": "a long enough secret"}
        self.role("prepare", DJANGO_SUPERUSER_EMAIL="ada@example.org", **person)
        for role in ROLES:
            with (self.folder / f"{role}.log").open("wb") as log:
                self.processes[role] = subprocess.Popen(
                    [ROLE, role], cwd=BASE, env=self.environment, stdout=log, stderr=subprocess.STDOUT
                )
        self.token = self.role("manage", "create_api_token", "ada")
        until(self.answers, what="the web role does not answer")
        return self

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> dict[str, int]:
        """SIGTERM to all, as a container engine does; the exit codes."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        codes = {role: process.wait(STOP_SECONDS) for role, process in self.processes.items()}
        self.processes.clear()
        return codes

    def kill(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()

    @property
    def api(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"{self.url}/api/v1",
            headers={"Authorization": f"Bearer {self.token}"},
            follow_redirects=True,
            timeout=20,
        )

    def make(self, prompt: str, **more: Any) -> dict[str, Any]:
        """A run from the request to the picture; gives its first image."""
        order = {"prompt": prompt, "models": [{"id": "openai/gpt-image-1-mini"}], **more}
        with self.api as api:
            answer = api.post("/runs", json=order)
            assert answer.status_code == 201, answer.text
            run = until(lambda: ended(api.get(f"/runs/{answer.json()['id']}").json()), what=f"no end of {answer.text}")
        generation = run["generations"][0]
        assert generation["state"] == "succeeded", generation
        return generation["images"][0]


def ended(run: dict[str, Any]) -> dict[str, Any] | None:
    going = {"held", "queued", "sending", "waiting", "collecting"}
    return run if not going & {generation["state"] for generation in run["generations"]} else None
