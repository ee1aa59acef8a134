"""How many examples Hypothesis tries: all where TEST_REQUIRE is set, as in CI, and a quarter of them elsewhere."""

import os

PART = 4


def examples(count: int) -> int:
    return count if os.environ.get("TEST_REQUIRE") else max(1, count // PART)
