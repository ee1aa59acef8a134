"""What a container's healthcheck asks: does this role answer? ``HEALTH_ROLE`` names it; web by default."""

import os
import sys
import urllib.error
import urllib.request

SECONDS = 3


def web() -> bool:
    """The web process answers on its port."""
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def first_process(word: str) -> bool:
    """The container's first process is still the worker or the beat that it was started as."""
    try:
        with open("/proc/1/cmdline", "rb") as file:
            return word.encode() in file.read()
    except OSError:
        return False


def main() -> int:
    role = os.environ.get("HEALTH_ROLE", "web")
    healthy = web() if role == "web" else first_process("celery")
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main())
