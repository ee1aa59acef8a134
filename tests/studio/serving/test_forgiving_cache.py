"""A cache whose server is away."""

import pytest

from studio.serving.forgiving_cache import ForgivingRedisCache


@pytest.fixture
def nobody():
    return ForgivingRedisCache("redis://127.0.0.1:9/0", {})


def test_it_reads_as_empty(nobody):
    assert nobody.get("a", "nothing") == "nothing"
    assert nobody.get_many(["a"]) == {}
    assert not nobody.has_key("a")


def test_it_forgets_what_it_is_told(nobody):
    nobody.set("a", 1)
    nobody.delete("a")
    assert nobody.get("a") is None


def test_a_default_is_still_worked_out(nobody):
    assert nobody.get_or_set("a", lambda: 7) == 7


def test_many_at_once_are_forgotten_too(nobody):
    assert nobody.set_many({"a": 1}) == ["a"]
    nobody.delete_many(["a"])
    assert nobody.get_many(["a"]) == {}


def test_nothing_is_there_to_count_on(nobody):
    with pytest.raises(ValueError, match="a"):
        nobody.incr("a")
