"""``python -m studio.sandbox --port 8090 [--host 127.0.0.1] [--latency 2.0] [--plain] [--faults] [--state FOLDER]``."""

import argparse
import os
from dataclasses import replace
from pathlib import Path

from studio.sandbox.config import from_environment
from studio.sandbox.server import run


def main() -> None:
    """Reads the arguments and serves. ``--latency`` wins over SANDBOX_LATENCY."""
    parser = argparse.ArgumentParser(prog="python -m studio.sandbox", description="The sandbox gateway.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--latency", type=float, help="seconds per answer; by model when left out")
    parser.add_argument("--task-seconds", type=float, help="seconds that a task takes; as the latency when left out")
    parser.add_argument("--plain", action="store_true", help="one drawing for all, for load tests")
    parser.add_argument("--faults", action="store_true", help="obey the fault words of studio/sandbox/faults.py")
    parser.add_argument("--state", type=Path, help="a folder for the tasks and links that are to outlive a restart")
    given = parser.parse_args()
    config = replace(from_environment(os.environ), plain=given.plain, faults=given.faults, state=given.state)
    if given.latency is not None:
        config = replace(config, latency=given.latency)
    run(replace(config, task_seconds=given.task_seconds), given.host, given.port)


if __name__ == "__main__":
    main()
