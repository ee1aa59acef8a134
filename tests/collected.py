"""The static build, made once for all processes of a run that start a real web process."""

import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.processes.stack import BASE

COMMAND = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"]


def collect_static(environment: dict[str, str]) -> None:
    """Two at once would trip over each other's files, and one is enough."""
    mark = Path(tempfile.gettempdir()) / f"pinacoteca-static-{os.environ['TEST_RUN']}"
    with mark.open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not mark.stat().st_size:
            subprocess.run(COMMAND, cwd=BASE, env=environment, check=True)
            held.write("made")
