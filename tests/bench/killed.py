"""Two hundred at once, and the provider worker killed -9 midway: what is lost, and what is paid twice."""

import os
import signal
import threading
import time
from collections import Counter

from tests.bench.arrivals import Arrivals
from tests.bench.shape import Sandbox, Shape
from tests.bench.table import Row

NUMBER = 200
MIDWAY = 10  # pictures that are there when the worker is killed
MARKER = "killed midway"
WAIT_SECONDS = 60.0


def rows(shape: Shape, sandbox: Sandbox, name: str) -> list[Row]:
    sandbox.reset()
    arrivals = Arrivals(shape, NUMBER, MARKER)
    killer = threading.Thread(target=kill_midway, args=(shape, arrivals))
    killer.start()
    arrivals.measured()
    killer.join()
    calls = Counter(entry["prompt"] for entry in sandbox.ledger() if entry["billed"] and MARKER in entry["prompt"])
    twice = sum(1 for number in calls.values() if number > 1)
    without_end = NUMBER - len(arrivals.ends)
    missing = arrivals.count("succeeded") - len(arrivals.seconds)
    ends = ", ".join(f"{number} {state}" for state, number in Counter(arrivals.ends.values()).most_common())
    return [
        Row(
            f"{name}: lost of {NUMBER}, worker killed midway ({ends})",
            f"{without_end + missing}",
            "–",
            "0",
            "0",
            without_end + missing > 0,
        ),
        Row(f"{name}: paid twice of {NUMBER}, worker killed midway", f"{twice}", "–", "0", "0", twice > 0),
    ]


def kill_midway(shape: Shape, arrivals: Arrivals) -> None:
    worker = shape.pid_of("provider")
    end = time.monotonic() + WAIT_SECONDS
    while len(arrivals.seconds) < MIDWAY and time.monotonic() < end:
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
