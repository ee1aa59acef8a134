"""The static build, made once for all processes that start a real web process."""

import subprocess
import sys

from tests.processes.stack import BASE


def collect_static(environment: dict[str, str]) -> None:
    """As a start does: in turn with every supervisor that starts meanwhile, and only where a source changed."""
    subprocess.run([sys.executable, "manage.py", "prepare", "--static"], cwd=BASE, env=environment, check=True)
