"""Which tests share a worker."""

import pytest

from tests.spreading import scope_of


@pytest.mark.parametrize(
    ("nodeid", "scope"),
    [
        ("tests/processes/test_lifecycle.py::test_a[x/y]", "tests/processes/test_lifecycle.py"),
        ("tests/deployment/test_s3.py::test_a", "tests/deployment"),
        ("tests/deployment/test_shapes.py::test_b", "tests/deployment"),
        ("tests/processes/test_limits.py::test_d", "crowds"),
        ("tests/studio/money/test_at_once.py::test_e", "crowds"),
        ("tests/studio/test_wake.py::test_c", "tests/studio/test_wake.py::test_c"),
    ],
)
def test_what_starts_processes_stays_together(nodeid, scope):
    assert scope_of(nodeid) == scope
