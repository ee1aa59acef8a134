"""CI tries every example; a plain run a part of them, and at least one."""

import pytest

from tests.examples import examples


@pytest.mark.parametrize(("required", "tried"), [("chromium", (25, 1)), ("", (6, 1))])
def test_how_many_are_tried(monkeypatch, required, tried):
    monkeypatch.setenv("TEST_REQUIRE", required)
    assert (examples(25), examples(1)) == tried
