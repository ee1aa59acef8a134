"""What a container's healthcheck asks: does this role answer? ``HEALTH_ROLE`` names it; web by default."""

import os
import sys
import urllib.error
import urllib.request

SECONDS = 3


def web() -> bool:
    """The web process answers on its port, to a name that it listens to."""
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    request = urllib.request.Request(address, headers={"Host": host()})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 (loopback, by http)
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def host() -> str:
    """The first of ALLOWED_HOSTS, which may leave loopback out."""
    given = (name.strip().lstrip(".") for name in os.environ.get("ALLOWED_HOSTS", "").split(","))
    return next((name for name in given if name not in ("", "*")), "127.0.0.1")


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
