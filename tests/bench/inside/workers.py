"""How many workers answer."""

from studio.celery import app
from tests.bench.inside import say


def main() -> None:
    say(ready=len(app.control.ping(timeout=1.0)))


if __name__ == "__main__":
    main()
