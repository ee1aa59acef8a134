"""Few threads compute at a time, and none keeps its seat while it waits for the network."""

import threading

import pytest

from studio.lifecycle import desk


@pytest.fixture
def others():
    """Takes every seat but one in threads, until the test is over."""
    over = threading.Event()
    taken = threading.Barrier(desk.SEATS)

    def sit():
        with desk.seated():
            taken.wait(10)
            over.wait(30)

    threads = [threading.Thread(target=sit) for _ in range(desk.SEATS - 1)]
    for thread in threads:
        thread.start()
    taken.wait(10)
    yield
    over.set()
    for thread in threads:
        thread.join(10)


def somebody_sits():
    found = desk._free.acquire(blocking=False)
    if found:
        desk._free.release()
    return not found


def test_the_last_seat_is_taken_once(others):
    with desk.seated(), desk.seated():
        assert somebody_sits()
    assert not somebody_sits()


def test_whoever_waits_for_the_network_lets_others_sit(others):
    with desk.seated():
        with desk.away():
            assert not somebody_sits()
        assert somebody_sits()


def test_a_seat_is_given_back_after_a_failure(others):
    with pytest.raises(RuntimeError), desk.seated(), desk.away():
        raise RuntimeError
    assert not somebody_sits()


def test_without_a_seat_there_is_none_to_leave(others):
    with desk.away():
        assert not somebody_sits()
    assert not desk.held()
