"""Scripts that run inside a shape: with its settings and database, in a process of their own, JSON in and out."""

import json
import sys
from typing import Any

import django

django.setup()


def given() -> dict[str, Any]:
    """What the bench handed over."""
    found: dict[str, Any] = json.loads(sys.argv[1])
    return found


def say(**found: Any) -> None:
    print(json.dumps(found))
